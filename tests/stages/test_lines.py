"""Lines are made by baseline."""

from pipeline.readers import read_pages
from pipeline.records.layout import Line
from pipeline.stages.lines import find_lines
from tests.drawing import draw


def lines_of(*pages, **options) -> list[Line]:
    return list(find_lines(read_pages(draw(*pages, **options), "pdf").pages))


def test_one_baseline_is_one_line_whatever_the_sizes_and_fonts() -> None:
    def sheet(page) -> None:
        page.text(100, 100, "支出", size=12)
        page.text(124, 100, "123.45", size=9, font="Helvetica")
        page.text(400, 100, "万元", size=14)

    (line,) = lines_of(sheet)
    assert line.text == "支出123.45万元"
    assert line.baseline == 100
    assert line.top < 100 - 0.8 * 14 < line.bottom


def test_rows_near_each_other_stay_apart() -> None:
    found = lines_of(lambda page: [page.text(100, 100 + 10 * i, f"第{i}行") for i in range(6)])
    assert [line.text for line in found] == [f"第{i}行" for i in range(6)]


def test_reading_order_runs_over_the_pages() -> None:
    def first(page) -> None:
        page.text(100, 300, "乙")
        page.text(100, 100, "甲")

    found = lines_of(first, lambda page: page.text(100, 50, "丙"))
    assert [(line.order, line.page, line.text) for line in found] == [(0, 1, "甲"), (1, 1, "乙"), (2, 2, "丙")]


def test_characters_go_from_left_to_right_whatever_the_order_of_the_file() -> None:
    def sheet(page) -> None:
        page.text(200, 100, "后")
        page.text(100, 100, "前")

    (line,) = lines_of(sheet)
    assert line.text == "前后"
    assert line.x0[0] < line.x0[1]


def test_raised_and_lowered_characters_belong_to_their_line() -> None:
    def sheet(page) -> None:
        page.text(100, 100, "面积12平方米", size=12)
        page.text(171.5, 95, "2", size=6)
        page.text(100, 140, "化学式", size=12)
        page.text(136.5, 143, "3", size=6)

    assert [line.text for line in lines_of(sheet)] == ["面积12平方米2", "化学式3"]


def test_small_print_between_lines_stays_its_own_line() -> None:
    def sheet(page) -> None:
        page.text(100, 100, "很大的标题文字", size=20)
        page.text(120, 108, "小字注释在下", size=6)

    assert len(lines_of(sheet)) == 2


def test_text_is_folded_and_raw_is_kept() -> None:
    (line,) = lines_of(lambda page: page.text(100, 100, "　支出１２３％（类）　"))
    assert line.text == "支出123%（类）"
    assert line.raw == "支出１２３％（类）"
    assert len(line.text) == len(line.raw) == len(line.x0) == len(line.x1)


def test_inner_blanks_stay() -> None:
    (line,) = lines_of(lambda page: page.text(100, 100, "合 计"))
    assert line.text == "合 计"


def test_slanted_watermarks_are_left_out_and_sideways_labels_are_lines() -> None:
    def sheet(page) -> None:
        page.text(100, 100, "正文文字在此")
        page.sideways(300, 500, "样张样张样张", size=40, angle=45)
        page.sideways(50, 300, "装订线", angle=90)

    assert [line.text for line in lines_of(sheet)] == ["正文文字在此", "装订线"]


def test_a_page_on_its_side_is_read_upright() -> None:
    for angle, rows in ((90, ((100, 700), (120, 700))), (-90, ((300, 100), (280, 100)))):
        found = lines_of(
            lambda page, rows=rows, angle=angle: [
                page.sideways(x, y, text, angle=angle)
                for (x, y), text in zip(rows, ("第一行文字", "第二行文字"), strict=True)
            ]
        )
        assert [line.text for line in found] == ["第一行文字", "第二行文字"]
        first, (x, y) = found[0].box, rows[0]
        assert first.bottom - first.top > 4 * (first.x1 - first.x0)
        assert first.x0 - 2 < x < first.x1 + 2
        assert min(abs(first.top - y), abs(first.bottom - y)) < 1


def test_bold_is_a_majority() -> None:
    def sheet(page) -> None:
        page.text(100, 100, "bold", font="Helvetica-Bold")
        page.text(100, 140, "plain", font="Helvetica")

    assert [line.is_bold for line in lines_of(sheet)] == [True, False]

"use strict";
// Texts of documents reach the page as text nodes only; nothing here makes markup of a string.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const terms = data.terms, counts = data.counts;
  const COLOURS = { timing: "#2f6690", estimation: "#5b8c5a", saving: "#8fb339", funding: "#c98b2b", demand: "#7a6c9d", policy: "#3d8b8b", accounting: "#8d7b68", unclear: "#9aa7b4", unexplained: "#b5493d" };
  const BARS = 12, COLUMNS = 12, ROWS = 30, STEP = innerWidth > 860 ? 50 : 12;
  const OTHERS = "*";
  const chosen = { direction: "under", basis: data.bases[0] || "", year: 0, body: "", nature: "", cause: "" };
  const redraws = [];
  const byId = (id) => document.getElementById(id);

  // ---- elements
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "onclick") element.addEventListener("click", value);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    for (const child of children) if (child !== null && child !== undefined) element.append(child);
    return element;
  }
  const replace = (element, ...children) => { element.replaceChildren(...children.filter((c) => c !== null)); };

  // ---- words and figures
  const causeName = (id) => (data.causes[id] ? data.causes[id].label : id);
  const natureOf = (id) => (data.causes[id] && data.causes[id].nature) || "unclear";
  const bodyName = (key) => (key === OTHERS ? "其余部门合计" : data.bodies[key] || key);
  function wan(fen) {
    if (fen === null || fen === undefined) return "";
    const cents = Math.floor((Math.abs(fen) + 5000) / 10000);
    const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
    return (fen < 0 && cents ? "−" : "") + whole + "." + String(cents % 100).padStart(2, "0");
  }
  function yuan(fen) {
    const size = Math.abs(fen);
    return (fen < 0 ? "−" : "") + String(Math.floor(size / 100)).replace(/\B(?=(\d{3})+$)/g, ",") + "." + String(size % 100).padStart(2, "0") + " 元";
  }
  const money = (fen) => (fen === null ? document.createTextNode("—") : make("span", { title: yuan(fen) }, wan(fen)));
  const size = (row) => Math.abs(row.gap);
  const percent = (part, whole) => (whole ? (part * 100 / whole).toFixed(1) + "%" : "—");

  // ---- choosing rows
  function sums(where) {
    return data.sums.filter((s) => s.direction === chosen.direction && s.basis === chosen.basis
      && Object.entries(where).every(([key, value]) => s[key] === value) && (!chosen.nature || natureOf(s.cause) === chosen.nature));
  }
  const ofCauses = () => sums({ year: chosen.year, body: chosen.body });
  const isPlace = (row) => (!chosen.year || row.year === chosen.year) && (!chosen.body || row.body === chosen.body);
  function isDeviation(row) {
    return isPlace(row) && row.direction === chosen.direction && row.basis === chosen.basis
      && (!chosen.cause || row.causes.includes(chosen.cause)) && (!chosen.nature || row.causes.some((c) => natureOf(c) === chosen.nature));
  }
  function choose(changes) {
    Object.assign(chosen, changes);
    for (const key of Object.keys(chosen)) {
      const select = byId(key);
      select.value = String(chosen[key]);
      select.classList.toggle("set", key !== "direction" && key !== "basis" && Boolean(chosen[key]));
    }
    redraws.forEach((redraw) => redraw());
  }
  function fill(id, options, change) {
    const select = byId(id);
    replace(select, ...options.map(([value, label]) => make("option", { value }, label)));
    select.addEventListener("change", () => choose({ [id]: change ? change(select.value) : select.value }));
  }
  function filters() {
    const names = Object.keys(data.bodies).filter((key) => key !== "").sort((a, b) => bodyName(a).localeCompare(bodyName(b), "zh"));
    const used = [...new Set(data.sums.map((s) => s.cause))].sort((a, b) => causeName(a).localeCompare(causeName(b), "zh"));
    fill("direction", ["under", "over"].map((d) => [d, terms.direction[d]]));
    fill("basis", data.bases.length ? data.bases.map((b) => [b, terms.basis[b]]) : [["", "—"]]);
    fill("year", [[0, "全部年度"], ...data.years.map((y) => [y, y || "年度不明"])], Number);
    fill("body", [["", "全部部门"], ...names.map((key) => [key, bodyName(key)])]);
    fill("nature", [["", "全部性质"], ...Object.entries(terms.nature)]);
    fill("cause", [["", "全部原因"], ...used.map((id) => [id, causeName(id)])]);
    byId("clear").addEventListener("click", () => choose({ year: 0, body: "", nature: "", cause: "" }));
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
  }

  // ---- evidence
  const pictures = data.pictures ? data.pictures.images : [];
  function picture(index, row) {
    const one = pictures[index];
    const place = (data.files[one.filing] || data.files[row.filing]) + " 第 " + one.page + " 页";
    return make("figure", {}, make("figcaption", {}, place),
      make("img", { src: one.source, width: one.width, height: one.height, alt: "依据：" + place }));
  }
  function evidence(row) {
    const place = data.files[row.filing] + (row.page ? " 第 " + row.page + " 页" : "");
    const parts = row.pictures.map((index) => picture(index, row));
    if (parts.length) return parts;
    const why = !row.page ? "文本文件没有页面图像。" : data.pictures ? "本行的页面图像未嵌入（见“口径与数据”）。" : "页面图像由 make report（juesuan report）嵌入。";
    return [make("p", { class: "place" }, "出处：" + place + "。" + why)];
  }

  // ---- tables: sorted by head, searched, shown in steps; a row opens what stands behind it
  function listing(place, options) {
    const state = { sort: null, down: true, search: "", shown: STEP, open: new Set() };
    const search = make("input", { type: "search", placeholder: "在表中查找", "aria-label": options.caption + "：查找" });
    const count = make("span", { class: "count", role: "status" });
    const extra = options.tools ? options.tools(() => draw()) : null;
    const body = make("tbody");
    const heads = options.columns.map((column) => make("th", { scope: "col", class: column.number ? "n" : null, "data-name": column.key ? column.name : null },
      column.key ? make("button", { type: "button", onclick: () => sort(column) }, column.name) : column.name));
    const more = make("button", { type: "button", onclick: () => { state.shown += STEP * 4; draw(); } }, "显示更多");
    replace(byId(place), make("div", { class: "tools" }, search, extra, count),
      make("div", { class: "wide" }, make("table", { class: "list" }, make("caption", {}, options.caption), make("thead", {}, make("tr", {}, ...heads)), body)), more);
    search.addEventListener("input", () => { state.search = search.value.trim().toLowerCase(); state.shown = STEP; draw(); });

    function sort(column) {
      state.down = state.sort === column ? !state.down : Boolean(column.number);
      state.sort = column;
      heads.forEach((head, i) => {
        if (options.columns[i] === column) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      draw();
    }
    function chosenRows() {
      let rows = options.rows();
      if (state.search) rows = rows.filter((row) => options.words(row).toLowerCase().includes(state.search));
      if (!state.sort) return rows;
      const key = state.sort.key, sign = state.down ? -1 : 1;
      return rows.slice().sort((a, b) => {
        const left = key(a), right = key(b);
        if (left === null || right === null) return (left === null) - (right === null);
        return sign * (typeof left === "number" ? left - right : String(left).localeCompare(String(right), "zh"));
      });
    }
    function draw() {
      const rows = chosenRows();
      count.textContent = options.count(rows);
      more.hidden = rows.length <= state.shown;
      more.textContent = "显示更多（还有 " + (rows.length - state.shown) + " 行）";
      replace(body, ...rows.slice(0, state.shown).flatMap(drawRow));
      if (!rows.length) body.append(make("tr", {}, make("td", { colspan: options.columns.length, class: "nothing" }, "没有符合筛选条件的行。")));
    }
    function drawRow(row) {
      const isOpen = options.isOpen ? options.isOpen(row) : state.open.has(row);
      const cells = options.columns.map((column) => make("td", { class: column.number ? "n" : column.class, "data-name": column.label || column.name }, column.cell(row, isOpen, () => toggle(row))));
      const line = make("tr", { class: isOpen ? "chosen" : null }, ...cells);
      return isOpen ? [line, make("tr", { class: "inner" }, make("td", { colspan: options.columns.length }, ...options.inner(row)))] : [line];
    }
    function toggle(row) {
      if (!state.open.delete(row)) state.open.add(row);
      const index = [...body.querySelectorAll("button.open")].indexOf(document.activeElement);
      draw();
      if (index >= 0) body.querySelectorAll("button.open")[index].focus();
    }
    redraws.push(draw);
  }
  const opener = { name: "依据", cell: (row, isOpen, toggle) => make("button", { type: "button", class: "open", "aria-expanded": String(isOpen), onclick: toggle }, isOpen ? "收起" : "依据") };
  const where = [
    { name: "部门", key: (r) => bodyName(r.body), cell: (r) => bodyName(r.body), class: "name" },
    { name: "年度", key: (r) => r.year, cell: (r) => String(r.year || "不明") },
  ];

  // ---- causes
  function ranking() {
    const whole = () => ofCauses().reduce((total, row) => total + size(row), 0);
    listing("causes-table", {
      caption: "按金额排序，单位：万元",
      rows: () => ofCauses().sort((a, b) => size(b) - size(a)),
      words: (row) => causeName(row.cause) + terms.nature[natureOf(row.cause)],
      count: (rows) => rows.length + " 个原因，" + terms.direction[chosen.direction] + " " + wan(rows.reduce((t, r) => t + size(r), 0)) + " 万元",
      isOpen: (row) => row.cause === chosen.cause,
      inner: (row) => [departmentsOf(row)],
      columns: [
        { name: "原因", key: (r) => causeName(r.cause), class: "name", cell: (r) => make("button", { type: "button", class: "link cause", "data-cause": r.cause, "aria-expanded": String(r.cause === chosen.cause), title: data.causes[r.cause].definition, onclick: () => choose({ cause: r.cause === chosen.cause ? "" : r.cause }) }, causeName(r.cause)) },
        { name: "性质", key: (r) => terms.nature[natureOf(r.cause)], cell: (r) => terms.nature[natureOf(r.cause)] },
        { name: "金额", number: true, key: size, cell: (r) => money(size(r)) },
        { name: "占比", number: true, key: size, cell: (r) => percent(size(r), whole()) },
        { name: "科目", number: true, key: (r) => r.items, cell: (r) => String(r.items) },
        { name: "部门", number: true, key: (r) => r.bodies, cell: (r) => String(r.bodies) },
        { name: "年度", number: true, key: (r) => r.years.length, cell: (r) => r.years.join("、") },
        { name: "连续两年", label: "连续两年的部门", number: true, key: (r) => r.repeaters, cell: (r) => (r.repeaters ? r.repeaters + " 个部门" : "—") },
      ],
    });
  }
  function departmentsOf(cause) {
    const rows = sums({ year: chosen.year, cause: cause.cause }).filter((s) => s.body && isPlace({ year: chosen.year, body: s.body }));
    rows.sort((a, b) => size(b) - size(a));
    const lines = rows.slice(0, ROWS).map((s) => make("tr", {},
      make("td", {}, make("button", { type: "button", class: "link", onclick: () => { choose({ body: s.body === OTHERS ? "" : s.body }); byId("deviations").scrollIntoView(); } }, bodyName(s.body))),
      make("td", { class: "n" }, money(size(s))), make("td", { class: "n" }, s.items + " 个科目"), make("td", {}, s.years.join("、") + (s.repeaters ? "（连续）" : ""))));
    const rest = rows.length > ROWS ? make("p", { class: "note" }, "另有 " + (rows.length - ROWS) + " 个部门，见下表。") : null;
    const go = make("a", { href: "#deviations" }, "看科目和依据");
    return make("div", { class: "departments" }, make("strong", {}, "在哪些部门（万元）"), make("table", {}, make("tbody", {}, ...lines)), rest, go);
  }
  function natures() {
    const totals = {};
    const kept = chosen.nature;
    chosen.nature = "";
    for (const row of ofCauses()) totals[natureOf(row.cause)] = (totals[natureOf(row.cause)] || 0) + size(row);
    chosen.nature = kept;
    const whole = Object.values(totals).reduce((a, b) => a + b, 0);
    replace(byId("natures"), ...Object.keys(totals).sort((a, b) => totals[b] - totals[a]).map((nature) =>
      make("button", { type: "button", "aria-pressed": String(chosen.nature === nature), onclick: () => choose({ nature: chosen.nature === nature ? "" : nature, cause: "" }) },
        make("i", { style: "background:" + COLOURS[nature] }), terms.nature[nature] + " " + wan(totals[nature]) + " 万元（" + percent(totals[nature], whole) + "）")));
  }

  // ---- charts
  const charts = [];
  function chart(id, option, click) {
    const drawn = echarts.init(byId(id), null, { renderer: "svg" });
    charts.push(drawn);
    if (click) drawn.on("click", click);
    redraws.push(() => drawn.setOption(option(), true));
  }
  const text = { fontFamily: getComputedStyle(document.body).fontFamily };
  const tooltip = { renderMode: "richText", valueFormatter: (value) => (value || 0).toLocaleString("zh-CN", { minimumFractionDigits: 2 }) + " 万元" };
  const inWan = (fen) => Math.round(fen / 10000) / 100;
  function bars() {
    const rows = ofCauses().sort((a, b) => size(b) - size(a)).slice(0, BARS).reverse();
    return {
      animation: false, textStyle: text, tooltip: { ...tooltip, trigger: "item" }, grid: { left: 8, right: 64, top: 8, bottom: 8, containLabel: true },
      xAxis: { type: "value", axisLabel: { show: false }, splitLine: { lineStyle: { color: "#edf0f3" } } },
      yAxis: { type: "category", data: rows.map((r) => causeName(r.cause)), axisTick: { show: false }, axisLine: { lineStyle: { color: "#9aa7b4" } }, axisLabel: { color: "#1c2733", fontSize: 12.5 } },
      series: [{ type: "bar", barMaxWidth: 20, label: { show: true, position: "right", formatter: (p) => wan(size(rows[p.dataIndex])), color: "#1c2733" },
        data: rows.map((r) => ({ value: inWan(size(r)), cause: r.cause, itemStyle: { color: COLOURS[natureOf(r.cause)], opacity: !chosen.cause || chosen.cause === r.cause ? 1 : .35 } })) }],
    };
  }
  function byYear() {
    const rows = sums({ body: chosen.body }).filter((s) => s.year && (!chosen.cause || s.cause === chosen.cause));
    const years = data.years.filter((y) => y && (!chosen.year || y === chosen.year)).sort();
    const groups = {};
    for (const s of rows) {
      const group = groups[natureOf(s.cause)] = groups[natureOf(s.cause)] || {};
      group[s.year] = (group[s.year] || 0) + size(s);
    }
    return { years, names: Object.keys(terms.nature).filter((nature) => groups[nature]), groups };
  }
  function trend() {
    const { years, names, groups } = byYear();
    return {
      animation: false, textStyle: text, color: names.map((n) => COLOURS[n]), tooltip: { ...tooltip, trigger: "axis", axisPointer: { type: "shadow" } }, legend: { top: 0, type: "plain" },
      grid: { left: 8, right: 16, top: 52, bottom: 8, containLabel: true }, xAxis: { type: "category", data: years.map(String), axisTick: { show: false } },
      yAxis: { type: "value", name: "万元", splitLine: { lineStyle: { color: "#edf0f3" } } },
      series: names.map((n) => ({ name: terms.nature[n], type: "bar", stack: "money", barMaxWidth: 56, data: years.map((y) => inWan(groups[n][y] || 0)) })),
    };
  }
  function trendTable() {
    const { years, names, groups } = byYear();
    const line = (name, values) => make("tr", {}, make("th", { scope: "row" }, name), ...values.map((v) => make("td", { class: "n" }, money(v))));
    replace(byId("trend-table"), make("table", {}, make("caption", {}, (chosen.cause ? causeName(chosen.cause) + "，" : "") + terms.direction[chosen.direction] + "，单位：万元"),
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "性质"), ...years.map((y) => make("th", { scope: "col", class: "n" }, String(y))))),
      make("tbody", {}, ...names.map((n) => line(terms.nature[n], years.map((y) => (y in groups[n] ? groups[n][y] : null)))), line("合计", years.map((y) => (names.some((n) => y in groups[n]) ? names.reduce((t, n) => t + (groups[n][y] || 0), 0) : null))))));
  }

  // ---- heat map: a table, so that it is read, searched, printed and walked through by keyboard
  let heatRows = ROWS;
  function heat() {
    const cells = sums({ year: chosen.year }).filter((s) => s.body && (!chosen.body || s.body === chosen.body));
    const total = (key) => cells.reduce((t, s) => t.set(s[key], (t.get(s[key]) || 0) + size(s)), new Map());
    const inOrder = (totals) => [...totals.keys()].sort((a, b) => (a === OTHERS) - (b === OTHERS) || totals.get(b) - totals.get(a));
    const bodies = total("body"), causes = total("cause"), columns = inOrder(causes), rest = columns.splice(COLUMNS);
    const most = cells.reduce((m, s) => Math.max(m, size(s)), 1);
    if (!cells.length) return replace(byId("heat"), make("p", { class: "nothing" }, "没有可计入汇总的科目。"));
    const at = new Map(cells.map((s) => [s.body + "\n" + s.cause, s]));
    const shade = (value) => "background:rgba(31,78,121," + (value ? (.08 + .82 * Math.sqrt(value / most)).toFixed(2) : 0) + ");color:" + (value / most > .3 ? "#fff" : "#1c2733");
    const cell = (body, cause) => {
      const s = at.get(body + "\n" + cause);
      return make("td", {}, s ? make("button", { type: "button", style: shade(size(s)), title: bodyName(body) + "，" + causeName(cause) + "：" + yuan(size(s)) + "，" + s.items + " 个科目",
        onclick: () => { choose({ body: body === OTHERS ? "" : body, cause }); byId("deviations").scrollIntoView(); } }, wan(size(s))) : null);
    };
    const line = (body) => make("tr", {}, make("th", { scope: "row" }, body === OTHERS ? bodyName(body) : make("button", { type: "button", class: "link", onclick: () => choose({ body: chosen.body === body ? "" : body }) }, bodyName(body))),
      make("td", { class: "n" }, money(bodies.get(body))), ...columns.map((cause) => cell(body, cause)),
      rest.length ? make("td", { class: "n" }, money(rest.reduce((t, cause) => t + (at.has(body + "\n" + cause) ? size(at.get(body + "\n" + cause)) : 0), 0))) : null);
    const heads = columns.map((cause) => make("th", { scope: "col" }, make("button", { type: "button", onclick: () => choose({ cause: chosen.cause === cause ? "" : cause }) }, causeName(cause))));
    const lines = inOrder(bodies);
    replace(byId("heat"), make("table", { class: "heat" },
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "部门"), make("th", { scope: "col" }, "合计"), ...heads, rest.length ? make("th", { scope: "col" }, "其余原因") : null)),
      make("tbody", {}, ...lines.slice(0, heatRows).map(line))),
      lines.length > heatRows ? make("button", { type: "button", onclick: () => { heatRows += 100; heat(); } }, "显示更多部门（还有 " + (lines.length - heatRows) + " 个）") : null);
  }

  // ---- lists
  function deviations() {
    let isWithKeptOut = false;
    const tools = (redraw) => {
      if (!counts.kept_out) return null;
      const box = make("input", { type: "checkbox" });
      box.addEventListener("change", () => { isWithKeptOut = box.checked; redraw(); });
      return make("label", {}, box, " 同时列出未计入汇总的行");
    };
    listing("deviations-table", {
      caption: "金额单位：万元", tools,
      rows: () => data.deviations.filter((r) => isDeviation(r) && (isWithKeptOut || !r.kept_out.length)),
      words: (r) => [bodyName(r.body), r.year, r.item, r.code || "", r.reason, ...r.causes.map(causeName)].join(" "),
      count: (rows) => rows.length + " 行，偏差合计 " + wan(rows.filter((r) => !r.kept_out.length).reduce((t, r) => t + r.gap, 0)) + " 万元",
      inner: (r) => [make("p", {}, make("strong", {}, r.item), " " + [r.code, terms.fund[r.fund], terms.basis[r.basis] + " " + yuan(r.budget), "决算 " + yuan(r.actual), "偏差 " + yuan(r.gap)].filter(Boolean).join("，")), ...evidence(r)],
      columns: [
        ...where,
        { name: "科目", key: (r) => r.item, class: "name", cell: (r) => make("span", {}, ...r.kept_out.map((flag) => make("span", { class: "tag" }, "未计入：" + terms.quality_flag[flag])), r.item) },
        { name: "预算", number: true, key: (r) => r.budget, cell: (r) => money(r.budget) },
        { name: "决算", number: true, key: (r) => r.actual, cell: (r) => money(r.actual) },
        { name: "偏差", number: true, key: (r) => r.gap, cell: (r) => money(r.gap) },
        { name: "完成率", number: true, key: (r) => (r.rate === null ? null : Number(r.rate)), cell: (r) => (r.rate === null ? "—" : r.rate + "%") },
        { name: "原因归类", key: (r) => r.causes.map(causeName).join("、"), class: "name", cell: (r) => r.causes.map(causeName).join("、") },
        { name: "文件所述原因", key: (r) => r.reason, class: "text", cell: (r) => r.reason || "（未说明）" },
        opener,
      ],
    });
    redraws.push(() => {
      const parts = [terms.direction[chosen.direction], "与" + terms.basis[chosen.basis] + "相比", chosen.year || "全部年度", chosen.body ? bodyName(chosen.body) : "全部部门", chosen.cause ? causeName(chosen.cause) : chosen.nature ? terms.nature[chosen.nature] : "全部原因"];
      byId("deviations-note").textContent = data.bases.length ? "现列：" + parts.join(" · ") + "。按金额由大到小。" + (chosen.cause || chosen.nature ? "有几个原因的科目在此列出全部偏差，上面的汇总只取分摊到该原因的部分。" : "") : "";
    });
  }
  function lacks() {
    let kind = "";
    const rows = () => data.lacks.filter((r) => isPlace(r));
    listing("lacks-table", {
      caption: "金额单位：万元",
      rows: () => rows().filter((r) => !kind || r.kind === kind),
      words: (r) => [terms.lack[r.kind], bodyName(r.body), r.year, r.item, r.reason].join(" "),
      count: (found) => found.length + " 处",
      inner: evidence,
      columns: [
        { name: "类别", key: (r) => terms.lack[r.kind], cell: (r) => make("span", { class: "tag" }, terms.lack[r.kind]) },
        ...where,
        { name: "科目或事项", key: (r) => r.item, class: "name", cell: (r) => r.item },
        { name: "相比于", key: (r) => terms.basis[r.basis], cell: (r) => terms.basis[r.basis] },
        { name: "方向", key: (r) => terms.direction[r.direction], cell: (r) => terms.direction[r.direction] },
        { name: "偏差", number: true, key: (r) => r.gap, cell: (r) => money(r.gap) },
        { name: "文件所述", key: (r) => r.reason, class: "text", cell: (r) => r.reason || "（无）" },
        opener,
      ],
    });
    const draw = redraws[redraws.length - 1];
    redraws.push(function chips() {
      replace(byId("kinds"), ...Object.keys(terms.lack).map((key) => make("button", { type: "button", "aria-pressed": String(kind === key), onclick: () => { kind = kind === key ? "" : key; draw(); chips(); } },
        terms.lack[key] + " " + rows().filter((r) => r.kind === key).length)));
    });
  }
  function conflicts() {
    listing("conflicts-table", {
      caption: "每行是一处数字关系",
      rows: () => data.conflicts.filter(isPlace),
      words: (r) => [bodyName(r.body), r.year, r.subject, r.message, r.diagnosis].join(" "),
      count: (found) => found.length + " 处",
      inner: evidence,
      columns: [
        { name: "程度", key: (r) => r.severity, cell: (r) => make("span", { class: "tag " + r.severity }, terms.severity[r.severity]) },
        ...where,
        { name: "说明", key: (r) => r.message, class: "text", cell: (r) => r.message + (r.diagnosis ? "（可能：" + r.diagnosis + "）" : "") },
        { name: "页", number: true, key: (r) => r.page, cell: (r) => (r.page ? "第 " + r.page + " 页" : "—") },
        opener,
      ],
    });
  }

  // ---- what the page says of itself
  function about() {
    const total = (direction, basis) => data.sums.filter((s) => s.body === "" && s.year === 0 && s.direction === direction && s.basis === basis).reduce((t, s) => t + size(s), 0);
    const parts = data.bases.map((b) => "与" + terms.basis[b] + "相比少支 " + wan(total("under", b)) + " 万元、超支 " + wan(total("over", b)) + " 万元");
    replace(byId("lede"), "公开文件 ", make("strong", {}, String(counts.filings)), " 份，计入汇总 ", make("strong", {}, String(counts.counted)), " 份、",
      make("strong", {}, String(counts.bodies)), " 个部门单位。" + parts.join("；") + (parts.length ? "。" : "没有可计入汇总的科目。") + "疑似不符 " + counts.conflicts + " 处，原因笼统或缺失 " + counts.lacks + " 处。");
    const says = [];
    const cut = (name, shown, whole) => { if (shown < whole) says.push(name + "共 " + whole + " 行，本页列出前 " + shown + " 行；汇总仍含全部。"); };
    cut("执行偏差", data.deviations.length, counts.deviations);
    cut("原因笼统或缺失", data.lacks.length, counts.lacks);
    cut("勾稽核实", data.conflicts.length, counts.conflicts);
    if (counts.bodies > counts.kept_bodies) says.push("金额最大的 " + counts.kept_bodies + " 个部门分别列出，其余合为一行。");
    if (counts.kept_out) says.push("数字存疑而未计入汇总的科目 " + counts.kept_out + " 行，可在“执行偏差明细”中列出。");
    if (!data.pictures) says.push("本页未嵌入页面图像；运行 make report 后，每行可直接打开依据图。");
    else {
      if (data.pictures.left_out) says.push("为控制文件大小，有 " + data.pictures.left_out + " 行没有嵌入页面图像，可按所列文件和页码查看原文。");
      if (data.pictures.missing) says.push("有 " + data.pictures.missing + " 行的原文件找不到或已改动，没有页面图像。");
    }
    replace(byId("limits"), ...says.map((said) => make("li", {}, said)));
    if (data.unread.length) {
      replace(byId("unread"), make("h3", {}, "未能完整读取的文件（" + data.unread.length + "）"), make("table", {}, make("tbody", {}, ...data.unread.map((u) => make("tr", {}, make("td", {}, u.status), make("td", {}, u.file), make("td", {}, u.detail))))));
    }
  }

  filters();
  about();
  redraws.push(natures);
  ranking();
  chart("causes-chart", bars, (event) => choose({ cause: event.data.cause === chosen.cause ? "" : event.data.cause }));
  redraws.push(heat, trendTable);
  chart("trend-chart", trend);
  deviations();
  lacks();
  conflicts();
  choose({});
  const resize = () => charts.forEach((drawn) => drawn.resize());
  addEventListener("resize", resize);
  addEventListener("beforeprint", resize);
})();

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hand_built_frames import frame

from pipeline.compare.frames import rows


def test_missing_values_of_every_kind_are_none() -> None:
    given = frame("statements", {"statement_id": "a", "item_name": "x"}, {"statement_id": "b", "item_name": "y"})
    given["item_code"] = pd.Series(["2080505", None], dtype="str")
    given["period"] = pd.Series([2022.0, np.nan])
    given["value_cny"] = pd.Series([Decimal("1.00"), None], dtype=object)
    given["quality_flags"] = pd.Series([np.array(["conflict"], dtype=object), None], dtype=object)
    given["quantity"] = pd.Categorical(["actual", None])
    first, second = rows({"statements": given}, "statements")
    assert (first["item_code"], first["period"], first["value_cny"]) == ("2080505", 2022, Decimal("1.00"))
    assert (first["quality_flags"], first["quantity"]) == (("conflict",), "actual")
    assert [second[n] for n in ("item_code", "period", "value_cny", "quality_flags", "quantity")] == [None] * 5


def test_a_dataset_that_is_not_given_has_no_rows_and_a_missing_column_is_an_error() -> None:
    assert rows({}, "checks") == []
    with pytest.raises(KeyError):
        rows({"checks": pd.DataFrame({"filing_id": []})}, "checks")

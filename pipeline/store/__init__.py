"""On disk: record types projected to Arrow schemas, layers written as datasets. The only place with pyarrow."""

import * as arrow from "apache-arrow";
import type { Column } from "./engine.ts";
import type { Row } from "./result-format.ts";

/** An Arrow type and how a cell of the wire becomes a value of it. */
interface ArrowColumn {
  readonly type: arrow.DataType;
  readonly parse: (cell: string) => unknown;
}

const text: ArrowColumn = { type: new arrow.Utf8(), parse: (cell) => cell };

/** By type name; dates and timestamps are given to Arrow's builders in milliseconds. Nested values stay JSON text. */
const arrowColumns: Readonly<Record<string, ArrowColumn>> = {
  BOOLEAN: { type: new arrow.Bool(), parse: (cell) => cell === "true" },
  BYTE: { type: new arrow.Int8(), parse: Number },
  SHORT: { type: new arrow.Int16(), parse: Number },
  INT: { type: new arrow.Int32(), parse: Number },
  LONG: { type: new arrow.Int64(), parse: BigInt },
  FLOAT: { type: new arrow.Float32(), parse: Number },
  DOUBLE: { type: new arrow.Float64(), parse: Number },
  DATE: { type: new arrow.DateDay(), parse: (cell) => new Date(`${cell}T00:00:00Z`) },
  TIMESTAMP: { type: new arrow.TimestampMicrosecond("Etc/UTC"), parse: Date.parse },
  TIMESTAMP_NTZ: { type: new arrow.TimestampMicrosecond(), parse: (cell) => Date.parse(`${cell}Z`) },
  BINARY: { type: new arrow.Binary(), parse: (cell) => Buffer.from(cell, "base64") },
};

function arrowColumn({ type_name, type_precision = 10, type_scale = 0 }: Column): ArrowColumn {
  if (type_name !== "DECIMAL") return arrowColumns[type_name] ?? text;
  return { type: new arrow.Decimal(type_scale, type_precision, 128), parse: decimalWords };
}

/** The digits without their point as four words of 32 bits, the lowest first. */
function decimalWords(cell: string): Uint32Array {
  const value = BigInt.asUintN(128, BigInt(cell.replace(".", "")));
  return Uint32Array.from([0n, 32n, 64n, 96n], (bits) => Number((value >> bits) & 0xffff_ffffn));
}

/** A stream with the schema and one batch of all rows (https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format). */
export function arrowStream(columns: readonly Column[], rows: readonly Row[]): Uint8Array {
  const kinds = columns.map(arrowColumn);
  const fields = columns.map(({ name }, index) => new arrow.Field(name, kinds[index]?.type ?? text.type, true));
  const children = kinds.map(({ type, parse }, index) => {
    const builder = arrow.makeBuilder({ type, nullValues: [null] });
    for (const row of rows) {
      const cell = row[index] ?? null;
      builder.append(cell === null ? null : parse(cell));
    }
    return builder.finish().flush();
  });
  const schema = new arrow.Schema(fields);
  const struct = arrow.makeData({ type: new arrow.Struct(fields), length: rows.length, nullCount: 0, children });
  return arrow.tableToIPC(new arrow.Table(schema, [new arrow.RecordBatch(schema, struct)]), "stream");
}

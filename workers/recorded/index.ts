// The form in which frames lie on disk: a record a tick, told against the ticks before, to the last bit.
export { ColumnReader, ColumnWriter } from "./columns.js";
export { FrameRecordReader } from "./read-record.js";
export { RecordError } from "./record-error.js";
export { KEY_INTERVAL, type RecordedFrame, type RecordForm } from "./recorded-frame.js";
export { ticksToldAgainst } from "./series.js";
export { FrameRecordWriter, putNamedColumn } from "./write-record.js";

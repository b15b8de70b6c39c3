// The tables of workers/frame-record.fbs that are not written by this room.
export { HeadRecord } from "../generated/starbelt/records/head-record.js";
export { IndexRecord } from "../generated/starbelt/records/index-record.js";
export { writeVector } from "../write-vector.js";

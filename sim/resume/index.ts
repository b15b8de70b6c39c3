// A run that did not come to its end, made again from its start and proven against what it had sealed.
export { ResumeDifferenceError } from "./difference.js";
export { type ResumeOptions, type ResumeResult, resumeRun } from "./resume-run.js";

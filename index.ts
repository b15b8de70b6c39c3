/**
 * The public API of Starbelt: load a scenario, run it, and define what it may name. Plugins and the command
 * line stand on this alone.
 */

/** The zod that configurations are validated with. */
export { z } from "zod";
// Where things are.
export * from "./orbits/index.js";
// What configurations are read with: human units, and the nearest name to a slip.
export { didYouMean } from "./orbits/nearest-name.js";
export { type QuantityLimits, type QuantitySchema, quantity } from "./orbits/quantity-schema.js";
export {
  ANGLE_DEG,
  DATA_RATE_BPS,
  DATA_SIZE_BYTES,
  DURATION_NS,
  LENGTH_KM,
  parseQuantity,
  type Quantity,
  TEMPERATURE_K,
} from "./orbits/units.js";
// What people look at.
export { type ReportOptions, writeReport, writeReportFigures } from "./report/index.js";
// Results.
export {
  DiskError,
  ExistingFolderError,
  FramesError,
  type FramesHead,
  NotResultsFolderError,
  openFrames,
  openResults,
  type RecordedElements,
  RecordedFrames,
  type RecordedState,
  type ReportCell,
  ResultsError,
  type ResultsReader,
  type TableName,
  type TableRow,
} from "./results/index.js";
// What plugins work with.
export type { FrameView } from "./routing/frame-view.js";
export {
  type EdgeAttributes,
  type GraphologyOptions,
  type NetworkGraphology,
  type NodeAttributes,
  toGraphology,
} from "./routing/graphology-bridge.js";
// What a user can define.
export { assignByCost, type GroundRanking } from "./routing/ground-assignment.js";
export {
  defineGroundLinkProtocol,
  type GroundLinkProtocol,
  type GroundTick,
  type VisibleSatellites,
} from "./routing/ground-link-protocol.js";
export { type CostedLink, type CostInput, defineCost, type LinkCost } from "./routing/link-cost.js";
export { LinkList } from "./routing/link-list.js";
export { defineLinkProtocol, type IslTick, type LinkProtocol } from "./routing/link-protocol.js";
export type { LinkClass, LinkTable } from "./routing/link-table.js";
export type { NetworkGraph } from "./routing/network-graph.js";
export type { NodeTable, RingPattern, Shell, WalkerPattern } from "./routing/nodes.js";
export { routeAlong } from "./routing/route-along.js";
export {
  defineRouter,
  type ForwardingState,
  type FoundRoute,
  type NoRoute,
  type NoRouteReason,
  type Route,
  type Router,
  type RouterInstance,
  type RouterQuery,
  type RouteTree,
  UnsupportedQueryError,
} from "./routing/router.js";
export { defineStatePlugin, type StatePlugin, type StateTick } from "./routing/state-plugin.js";
// Many runs: sweeps, comparisons, checks.
export * from "./runs/index.js";
// When links may exist.
export {
  type ContactRow,
  type GroundContactOptions,
  groundContacts,
} from "./sim/contacts/ground-contacts.js";
// Why the network is as it is.
export {
  type ExistingLink,
  findNode,
  type LinkConstraint,
  type LinkExplanation,
  type RouteExplanation,
  type RouteHop,
  type RouteObstacle,
  tickAt,
  timeWithin,
} from "./sim/explain/index.js";
// Other tools' formats.
export {
  type CzmlOptions,
  type CzmlSpan,
  contactsCsv,
  czmlText,
  ExportError,
  exportHypatia,
  type GeoJsonOptions,
  geoJsonText,
  graphMlText,
  type HypatiaExport,
  type HypatiaExportOptions,
  leftOutNotices,
  linksCsv,
  nodesCsv,
  probePairs,
  type StationRoutes,
  TABLE_NAMES,
  type TextChunks,
  type TextFile,
  type TextFileOptions,
  type TextFiles,
  type TickNetwork,
  tableCsv,
  writeTextFile,
  writeTextFiles,
} from "./sim/export/index.js";
export type { CheckedFile, ConfigFile } from "./sim/host/config-file.js";
// What scenarios can name.
export {
  describePlugins,
  describePresets,
  type ListedExtension,
  type ListedPreset,
} from "./sim/host/describe.js";
export type { SimEvent } from "./sim/host/event-bus.js";
export { PluginError, RouterError } from "./sim/host/failures.js";
export type { Forecast } from "./sim/host/forecast.js";
export { Histogram } from "./sim/host/histogram.js";
export type { HandedPlugin } from "./sim/host/load-plugins.js";
export type { LinkWindow, TimeSpan } from "./sim/host/look-ahead.js";
export { Counter, Gauge, type MetricSample, Metrics } from "./sim/host/metrics.js";
export type { ConfigPath, PlanView } from "./sim/host/plan-view.js";
export {
  definePlugin,
  defineService,
  type ServiceToken,
  type SimPlugin,
} from "./sim/host/plugin.js";
export type { PluginSim } from "./sim/host/plugin-sim.js";
export type { Explain, PositionKm, World } from "./sim/host/world.js";
// Time, processes and what they wait for.
export {
  Awaitable,
  Container,
  type EventHandle,
  type FirstOf,
  type GetRequest,
  Interrupt,
  Kernel,
  PastEventError,
  type Place,
  Preempted,
  type Process,
  type ProcessBody,
  ProcessError,
  type ProcessOptions,
  RandomStream,
  RandomStreams,
  Resource,
  type ResourceRequest,
  type ScheduleOptions,
  type Signal,
  Store,
  type StoreRequest,
  TimeoutError,
  UnhandledFailureError,
  type ValuesOf,
  type When,
  WrongYieldError,
} from "./sim/kernel/index.js";
// Runs.
export { packageVersion } from "./sim/manifest.js";
export type { DegreeSummary } from "./sim/metrics-degree.js";
export type { DeliverySummary } from "./sim/metrics-delivery.js";
export type { LeftOutSummary } from "./sim/metrics-left-out.js";
export type { RouteChangeSummary } from "./sim/metrics-route-changes.js";
export type { SiteSummary } from "./sim/metrics-sites.js";
export type { RouteClassSummary } from "./sim/metrics-stretch.js";
export {
  describeFrames,
  type FramesDescription,
  loadRecordedScenario,
  type RecordedScenarioOptions,
} from "./sim/replay/index.js";
export type {
  BarChartRequest,
  ChartRequest,
  MetricsChartRequest,
  PluginReport,
  TableRequest,
  XyChartRequest,
} from "./sim/report/plugin-report.js";
export {
  ResumeDifferenceError,
  type ResumeOptions,
  type ResumeResult,
  resumeRun,
} from "./sim/resume/index.js";
export type { RouteRow, RunObserver } from "./sim/run-observer.js";
export { type RunOptions, type RunResult, runScenario } from "./sim/run-scenario.js";
export type { Distribution, InferredPlanesSummary, RunSummary } from "./sim/run-summary.js";
// Scenarios.
export { loadScenario, loadScenarioText } from "./sim/scenario/load-scenario.js";
export { traceWarning } from "./sim/scenario/load-trace.js";
export type { RunPlan } from "./sim/scenario/run-plan.js";
export { scenarioJsonSchema } from "./sim/scenario/schema.js";
export type { ShellPlanesReport } from "./sim/scenario/shell-planes.js";
export { type PlanSummary, summarisePlan } from "./sim/scenario/summarise-plan.js";
export { scenarioTemplate } from "./sim/scenario/template.js";
export type {
  ComputeService,
  Demand,
  NodeConstraint,
  NodeResources,
  Placement,
  PlaceResult,
  Refusal,
  ServiceSpec,
  Task,
  TaskDone,
  TaskFailed,
  TaskFailure,
  TaskRequest,
  TaskResult,
  TaskState,
} from "./sim/services/compute/index.js";
export { inSunlight, maxTemperature, minCharge, reaches } from "./sim/services/compute/index.js";
export type {
  BatteryModel,
  EnergyBooks,
  EnergyModel,
  EnergyService,
  PanelModel,
  RadiationModel,
  RefusalReason,
  ThermalModel,
} from "./sim/services/energy/index.js";
export type {
  Arrival,
  ByteBooks,
  NetworkService,
  NoArrival,
  Transfer,
  TransferFailure,
  TransferRequest,
  TransferResult,
} from "./sim/services/network/index.js";
export type { RequestEnd, RequestOutcome, RequestWork } from "./sim/services/traffic/index.js";
export { MAX_WORKERS, type RunStatus, Simulation, type SimulationOptions } from "./sim/simulation.js";
export { type WorldAtOptions, worldAt, worldTicks } from "./sim/world-at.js";
export type { TickFrame } from "./workers/index.js";
export type { RecordedFrame } from "./workers/recorded/index.js";

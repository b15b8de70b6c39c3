// Look-ahead: what the orbits alone say about contacts to come. Windows of contact of a satellite with a site or with
// another satellite, how long a link will last, and all windows of a constellation with a set of sites.
export type { Contact, ContactCondition, GapLimits, Interval, SearchSpan } from "./contact-condition.js";
export { type ContactPlanOptions, contactPlan } from "./contact-plan.js";
export { type ContactSlab, contactSlabs, type SiteContact } from "./contact-slabs.js";
export { type ContactWindow, conditionWindows, contactWindows, isInContact } from "./contact-windows.js";
export {
  type ContactSite,
  type GroundContactRules,
  groundContact,
  type MovingContactSite,
} from "./ground-contact.js";
export { type IslContactRules, islContact } from "./isl-contact.js";
export { type LifetimeOptions, type LinkLifetime, linkLifetime } from "./link-lifetime.js";
export { coverageHalfAngleRad, passLengthS, type SphericalPass } from "./passes.js";
export type { ContactPlan } from "./plan-columns.js";
export type { WindowExtremes } from "./window-extremes.js";

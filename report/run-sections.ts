import type { RunFigures } from "./figures/run-figures.js";
import type { Section } from "./section.js";
import { eventsSection } from "./sections/events.js";
import { metricSections } from "./sections/metrics.js";
import { networkSection } from "./sections/network.js";
import { overviewSection } from "./sections/overview.js";
import { placesSection } from "./sections/places.js";
import { pluginSections } from "./sections/plugins.js";
import { routesSection } from "./sections/routes.js";

/** The report of a run, section by section. */
export function runSections(figures: RunFigures): Section[] {
  return [
    overviewSection(figures),
    placesSection(figures),
    routesSection(figures),
    networkSection(figures),
    eventsSection(figures),
    ...pluginSections(figures),
    ...metricSections(figures),
  ];
}

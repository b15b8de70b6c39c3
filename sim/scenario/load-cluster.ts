import { type Cluster, chiefMeanMotion } from "../../orbits/cluster.js";
import { chiefElements } from "../../orbits/cluster-chief.js";
import { DEG_TO_RAD } from "../../orbits/constants.js";
import type { Instant } from "../../orbits/instant.js";
import { formatIsoInstant } from "../../orbits/iso-instant.js";
import { NameList } from "../../orbits/name-list.js";
import type { ClusterPreset } from "../../orbits/presets.js";
import { readRelativeStates } from "../../orbits/readers/index.js";
import {
  allocateMotion,
  latticeMotion,
  type RelativeMotion,
  setEllipse,
  setState,
} from "../../orbits/relative-motion.js";
import type { Path } from "../../orbits/yaml-source.js";
import { checkCluster } from "./check-cluster.js";
import { loadChief } from "./load-chief.js";
import type { LoadedCluster, LoadedSource } from "./load-source.js";
import { MOST_SATELLITES } from "./load-walker.js";
import type { Loading } from "./loading.js";
import type { ClusterConfig } from "./schema/cluster.js";
import type { SourceConfig } from "./schema/constellation.js";
import type { View } from "./view.js";

/** Members of a cluster, before their chief is looked at. */
interface Members {
  readonly names: NameList;
  /** @param meanMotion of the chief, rad/s */
  motion(meanMotion: number): RelativeMotion;
  readonly view: View;
}

/** A formation about a chief. It holds at its epoch, which is the start of the run unless given. */
export async function loadCluster(
  loading: Loading,
  path: Path,
  { cluster: config }: Extract<SourceConfig, { kind: "cluster" }>,
  start: Instant,
): Promise<LoadedSource | undefined> {
  const at = [...path, "cluster"];
  const { name, minSeparation, epoch = start } = config;
  const chief = await loadChief(loading, [...at, "chief"], config.chief, epoch);
  const members = await loadMembers(loading, [...at, "members"], config);
  if (chief === undefined || members === undefined) return undefined;
  const { names } = members;
  const meanMotion = chiefMeanMotion({ chief: chief.elements });
  const cluster: Cluster = { chief: chief.elements, epoch, motion: members.motion(meanMotion) };
  if (!checkCluster(loading, at, { name, cluster, names, minSeparationKm: minSeparation })) return undefined;
  const held = config.epoch === undefined ? {} : { epoch: formatIsoInstant(config.epoch) };
  const own = { minSeparationKm: minSeparation, ...held };
  return {
    path: [...at, "name"],
    shells: [{ name, source: name, cluster, names }],
    view: {
      shown: { cluster: { name, chief: chief.view.shown, members: members.view.shown, ...own } },
      content: { cluster: { name, chief: chief.view.content, members: members.view.content, ...own } },
    },
  };
}

/** A published cluster, before its ids are known. */
export function presetCluster(preset: ClusterPreset, source: string, epoch: Instant): LoadedCluster {
  const { name, altitudeKm, localTimeOfNodeSeconds, lattice } = preset;
  const chief = chiefElements({ altitudeKm, localTimeOfNodeSeconds, meanAnomalyDeg: 0 }, epoch);
  return {
    name,
    source,
    cluster: { chief, epoch, motion: latticeMotion(lattice) },
    names: latticeNames(name, lattice),
  };
}

async function loadMembers(
  loading: Loading,
  path: Path,
  { name, members }: ClusterConfig,
): Promise<Members | undefined> {
  const { kind, ...rest } = members;
  if (members.kind === "lattice") {
    const { radial, alongTrack, spacingKm, phaseDeg } = members;
    if (radial * alongTrack > MOST_SATELLITES) {
      loading.fail([...path, "radial"], `expected at most ${MOST_SATELLITES} satellites in a cluster`);
      return undefined;
    }
    const lattice = { radial, alongTrack, spacingKm, phaseRad: phaseDeg * DEG_TO_RAD };
    const names = latticeNames(name, lattice);
    return { names, motion: () => latticeMotion(lattice), view: { shown: rest, content: rest } };
  }
  if (members.kind === "list") {
    const { list } = members;
    return {
      names: NameList.of(list.map((member) => member.name)),
      motion(meanMotion) {
        const motion = allocateMotion(list.length);
        list.forEach((member, i) => {
          if (member.kind === "state") setState(motion, i, member, meanMotion);
          else setEllipse(motion, i, inRadians(member.ellipse));
        });
        return motion;
      },
      view: { shown: list, content: list },
    };
  }
  const opened = await loading.read([...path, "file"], members.file);
  const states = opened && loading.collect(() => readRelativeStates(opened.shown, opened.text));
  if (opened === undefined || states === undefined) return undefined;
  return {
    names: NameList.of(states.map((state) => state.name)),
    motion(meanMotion) {
      const motion = allocateMotion(states.length);
      for (const [i, state] of states.entries()) setState(motion, i, state, meanMotion);
      return motion;
    },
    view: { shown: { file: members.file }, content: { file: opened.sha256 } },
  };
}

type EllipseConfig = Extract<
  Extract<ClusterConfig["members"], { kind: "list" }>["list"][number],
  { kind: "ellipse" }
>["ellipse"];

function inRadians({ phaseDeg, crossTrackPhaseDeg, ...rest }: EllipseConfig) {
  return { ...rest, phaseRad: phaseDeg * DEG_TO_RAD, crossTrackPhaseRad: crossTrackPhaseDeg * DEG_TO_RAD };
}

/** `name-r-a`: by place outward, then along the flight, counted from 0. */
function latticeNames(
  name: string,
  { radial, alongTrack }: { readonly radial: number; readonly alongTrack: number },
): NameList {
  return new NameList([{ prefix: name, slots: alongTrack, count: radial * alongTrack }]);
}

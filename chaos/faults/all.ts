/** Every fault of chaos. */
import { stepClient, stepTool } from './clock.ts';
import { fullDisk } from './disk.ts';
import type { Fault } from './fault.ts';
import { glueJournal, truncateJournal } from './journal.ts';
import { killBuildingTool, killService, killTool } from './kill.ts';
import { stealBetweenRounds, stealFromKilled } from './port.ts';
import { stopService, stopTool } from './stop.ts';
import { killTunedTool } from './tuned.ts';

export const FAULTS: readonly Fault[] = [
  killTool,
  killBuildingTool,
  killTunedTool,
  killService('server'),
  killService('worker'),
  killService('client'),
  stopTool,
  stopService('server'),
  stopService('client'),
  fullDisk,
  stealBetweenRounds,
  stealFromKilled,
  stepTool,
  stepClient,
  truncateJournal,
  glueJournal,
];

// What every page may do once scripts run. Each part looks for its own mark and is silent without it.
import { readAloud } from "./read-aloud.js";
import { livePot } from "./pot.js";
import { ballotCount } from "./count.js";
import { leaveWarning, letterCount, errorSummary } from "./forms.js";
import { filters } from "./filters.js";
import { securityKeys } from "./keys.js";
import { pointPicker } from "./point-picker.js";
import { maps } from "./maps.js";
import { autosave } from "./autosave.js";
import { handIn } from "./hand-in.js";
import { printing } from "./print.js";
import { idleScreen } from "./idle.js";
import { ownStatement } from "./statement.js";
import { fingerprint } from "./fingerprint.js";

for (const start of [readAloud, livePot, ballotCount, leaveWarning, letterCount, errorSummary, filters, pointPicker, maps, securityKeys, autosave, handIn, printing, idleScreen, ownStatement, fingerprint]) {
  start(document);
}

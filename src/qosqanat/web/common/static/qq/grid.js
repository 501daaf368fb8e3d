/** The grade book: keys, saving, undo, paste, others' marks and sums, each in a module of its own. */
import * as acts from "./grid-acts.js";
import * as away from "./grid-away.js";
import * as dialog from "./grid-dialog.js";
import * as keys from "./grid-keys.js";
import * as live from "./grid-live.js";
import * as paste from "./grid-paste.js";
import { editable, keyOf, table, watchNames } from "./grid-table.js";

if (table) live.start();
if (editable) {
  document.documentElement.classList.add("qq-scripted");
  watchNames();
  keys.start();
  acts.start(() => keyOf(keys.current()));
  dialog.start();
  paste.start();
  away.start();
}

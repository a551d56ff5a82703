// What makes pages quick. Each page works without it.
import "@github/relative-time-element";
import { startAutosave } from "./modules/autosave.js";
import { startComposers } from "./modules/composer.js";
import { startDialogs } from "./modules/dialogs.js";
import { startFilters } from "./modules/filters.js";
import { startHtmx } from "./modules/htmx.js";
import { startKeys } from "./modules/keys.js";
import { startMenus } from "./modules/menus.js";
import { startMoves } from "./modules/moves.js";
import { startPreviews } from "./modules/preview.js";
import { startSums } from "./modules/sums.js";
import { startTheme } from "./modules/theme.js";
import { startToasts } from "./modules/toasts.js";
import { startVotes } from "./modules/vote.js";

startHtmx();
startTheme();
startToasts();
startMenus();
startDialogs();
startMoves();
startVotes();
startFilters();
startPreviews();
startAutosave();
startComposers();
startSums();
startKeys();

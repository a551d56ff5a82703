// Loaded only by pages that draw a chart.
import { startCharts } from "./modules/charts.js";

startCharts();

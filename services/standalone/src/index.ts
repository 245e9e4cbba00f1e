export { type Farm, type FarmOptions, openFarm, openFarmModules, openStore } from "./app.js";

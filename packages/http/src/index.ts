export { isLoopback, tokenCheck } from "./access.js";
export { type Refuse, refusingLikeRoutes, registerEntrance } from "./before-routes.js";
export { closesGently } from "./close-gently.js";
export { type Refusal, sendProblem } from "./problem.js";

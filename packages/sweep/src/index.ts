export type * from "./checked-document.js";

export { type Clock, systemClock } from "../auth/clock.ts";

// Reads pictures beside the page, so that the camera's picture does not stand still meanwhile.

import { readZone } from "./zone.js";

onmessage = ({ data }) => postMessage(readZone(data));

/** The front door of alarms: what waits for a person is noted when it begins and ends, and told once (reliability 69). */
export { ALARMS, ALARM_KINDS, type AlarmCode, type AlarmSeverity } from "./alarm.ts";
export { alarmRoutes } from "./http.ts";
export { type AlarmPeople, type Finding, beginLook, raiseAlarms } from "./raise.ts";
export { type RaisedAlarm, selectOpen as openAlarms } from "./store.ts";
export { alarmNotice } from "./topics.ts";

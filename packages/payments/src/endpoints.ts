export type { ListAttempts, ListEndpoints, ListMessages } from "./onward/asked.js"
export { MESSAGE_VERSION, type MessageBody, type PaymentMessageData } from "./onward/body.js"
export { DisabledWhy } from "./onward/disabled-why.js"
export {
  type AddEndpoint,
  type ChangeEndpoint,
  Endpoint,
  type EndpointWithSecret,
  type SecretHint,
} from "./onward/endpoint.js"
export { endpoints } from "./onward/endpoints.js"
export type { EndpointAttempt, EndpointMessage, MessageState } from "./onward/message.js"
export {
  EndpointsSettings,
  type EndpointsSettingsInput,
  type LookUp,
  type OpenSecret,
  type SealSecret,
  type SecretOwner,
} from "./onward/options.js"
export type { EndpointVerbs, OnwardPort, RotateOptions } from "./onward/port.js"
export type { Resend } from "./onward/resend.js"
export { EndpointSubject } from "./onward/subject.js"

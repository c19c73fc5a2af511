export { CreatePaymentDto, CustomerDto } from "./swagger/create-payment.dto.js"
export { PaymentDto, PaymentRefDto } from "./swagger/payment.dto.js"
export {
  ApiCreatePayment,
  ApiInquirePayment,
  ApiQrisProblems,
  ApiRefundPayment,
  type ProblemsOptions,
} from "./swagger/payment-endpoints.js"
export { FieldIssueDto, ProblemDto } from "./swagger/problem.dto.js"
export { RefundDto, RefundPaymentDto } from "./swagger/refund.dto.js"

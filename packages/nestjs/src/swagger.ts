export { CreatePaymentDto, CustomerDto } from "./swagger/create-payment.dto.js"
export { PaymentDto, PaymentRefDto } from "./swagger/payment.dto.js"
export { ApiCreatePayment, ApiInquirePayment, ApiQrisProblems } from "./swagger/payment-endpoints.js"
export { FieldIssueDto, ProblemDto } from "./swagger/problem.dto.js"

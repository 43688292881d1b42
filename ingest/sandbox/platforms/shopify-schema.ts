import { buildSchema } from 'graphql';

/** The part of Shopify's Admin schema about orders that the sandbox answers; a query for anything else is refused as Shopify refuses it. */
export const SHOPIFY_SCHEMA = buildSchema(`
  scalar DateTime
  scalar Decimal
  scalar UnsignedInt64
  enum OrderSortKeys { UPDATED_AT CREATED_AT PROCESSED_AT ID }
  type QueryRoot { shop: Shop!  orders(first: Int, after: String, sortKey: OrderSortKeys = PROCESSED_AT, reverse: Boolean = false, query: String): OrderConnection! }
  type Shop { id: ID!  name: String!  currencyCode: String!  ianaTimezone: String!  myshopifyDomain: String! }
  type PageInfo { hasNextPage: Boolean!  hasPreviousPage: Boolean!  startCursor: String  endCursor: String }
  type OrderConnection { edges: [OrderEdge!]!  nodes: [Order!]!  pageInfo: PageInfo! }
  type OrderEdge { cursor: String!  node: Order! }
  type MoneyV2 { amount: Decimal!  currencyCode: String! }
  type MoneyBag { shopMoney: MoneyV2!  presentmentMoney: MoneyV2! }
  type Order {
    id: ID!  legacyResourceId: UnsignedInt64!  name: String!  createdAt: DateTime!  updatedAt: DateTime!  processedAt: DateTime!  cancelledAt: DateTime  cancelReason: String
    test: Boolean!  currencyCode: String!  presentmentCurrencyCode: String!  displayFinancialStatus: String
    totalPriceSet: MoneyBag!  currentTotalPriceSet: MoneyBag!  subtotalPriceSet: MoneyBag  totalShippingPriceSet: MoneyBag!  totalRefundedSet: MoneyBag!
    customer: Customer  shippingAddress: MailingAddress  customerJourneySummary: CustomerJourneySummary
    refunds(first: Int): [Refund!]!  lineItems(first: Int, after: String): LineItemConnection!
  }
  type Customer { id: ID!  numberOfOrders: UnsignedInt64! }
  type MailingAddress { countryCodeV2: String }
  type CustomerJourneySummary { ready: Boolean!  customerOrderIndex: Int  firstVisit: CustomerVisit  lastVisit: CustomerVisit }
  type CustomerVisit { source: String!  utmParameters: UTMParameters }
  type UTMParameters { source: String  medium: String  campaign: String  content: String  term: String }
  type Refund { id: ID!  createdAt: DateTime  totalRefundedSet: MoneyBag! }
  type LineItemConnection { edges: [LineItemEdge!]!  nodes: [LineItem!]!  pageInfo: PageInfo! }
  type LineItemEdge { cursor: String!  node: LineItem! }
  type LineItem { id: ID!  title: String!  sku: String  quantity: Int!  originalUnitPriceSet: MoneyBag!  discountedTotalSet: MoneyBag! }
  schema { query: QueryRoot }
`);

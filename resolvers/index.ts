import { AlertDestinationResolver } from './AlertDestinationResolver';
import { AlertResolver } from './AlertResolver';
import { AttributionResolver } from './AttributionResolver';
import { BrandCrisisResolver } from './BrandCrisisResolver';
import { BrandResolver } from './BrandResolver';
import { CampaignResolver } from './CampaignResolver';
import { CodingResolver } from './CodingResolver';
import { CollaborationResolver } from './CollaborationResolver';
import { CompetitorResolver } from './CompetitorResolver';
import { CreatorResolver, FraudSignalResolver } from './CreatorResolver';
import { DimensionDefinitionResolver } from './DimensionDefinitionResolver';
import { ExperimentDesignResolver, ExperimentResolver, ExperimentResultResolver } from './ExperimentResolver';
import { GeoTestResolver } from './GeoTestResolver';
import { GoalResolver } from './GoalResolver';
import { IngestRunResolver } from './IngestRunResolver';
import { InterviewResolver } from './InterviewResolver';
import { LineageRecordResolver, LineageResolver } from './LineageResolver';
import { LiveResolver, RefundOutlookResolver } from './LiveResolver';
import { LivestreamResolver } from './LivestreamResolver';
import { MentionResolver } from './MentionResolver';
import { MetricDefinitionResolver } from './MetricDefinitionResolver';
import { MetricResolver } from './MetricResolver';
import { MixResolver } from './MixResolver';
import { PlanResolver } from './PlanResolver';
import { ReadTextResolver } from './ReadTextResolver';
import { ReportSnapshotResolver, SnapshotComparisonResolver } from './ReportSnapshotResolver';
import { ActionResolver, ResearchResolver } from './ResearchResolver';
import { SavedQueryResolver, SavedQueryVersionResolver } from './SavedQueryResolver';
import { SearchResolver } from './SearchResolver';
import { SentimentAuditResolver } from './SentimentAuditResolver';
import { SourceResolver } from './SourceResolver';
import { StudyResolver, StudyWaveResolver } from './StudyResolver';

/** Every resolver class, for the schema. */
export const RESOLVERS = [
  ActionResolver,
  AlertDestinationResolver,
  AlertResolver,
  AttributionResolver,
  BrandCrisisResolver,
  BrandResolver,
  CampaignResolver,
  CodingResolver,
  CollaborationResolver,
  CompetitorResolver,
  CreatorResolver,
  DimensionDefinitionResolver,
  ExperimentDesignResolver,
  ExperimentResolver,
  ExperimentResultResolver,
  FraudSignalResolver,
  GeoTestResolver,
  GoalResolver,
  IngestRunResolver,
  InterviewResolver,
  LineageRecordResolver,
  LineageResolver,
  LiveResolver,
  LivestreamResolver,
  MentionResolver,
  MetricDefinitionResolver,
  MetricResolver,
  MixResolver,
  PlanResolver,
  ReadTextResolver,
  RefundOutlookResolver,
  ReportSnapshotResolver,
  ResearchResolver,
  SavedQueryResolver,
  SavedQueryVersionResolver,
  SearchResolver,
  SentimentAuditResolver,
  SnapshotComparisonResolver,
  SourceResolver,
  StudyResolver,
  StudyWaveResolver,
] as const;

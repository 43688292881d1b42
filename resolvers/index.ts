import { AttributionModel } from './AttributionModel';
import { BrandResolver } from './BrandResolver';
import { CampaignResolver } from './CampaignResolver';
import { CodingResolver } from './CodingResolver';
import { CompetitorResolver } from './CompetitorResolver';
import { DimensionDefinitionResolver } from './DimensionDefinitionResolver';
import { ExperimentDesignResolver, ExperimentResolver, ExperimentResultResolver } from './ExperimentResolver';
import { GeoTestResolver } from './GeoTestResolver';
import { GoalResolver } from './GoalResolver';
import { IngestRunResolver } from './IngestRunResolver';
import { InterviewResolver } from './InterviewResolver';
import { LineageRecordResolver, LineageResolver } from './LineageResolver';
import { MetricDefinitionResolver } from './MetricDefinitionResolver';
import { MetricResolver } from './MetricResolver';
import { PlanResolver } from './PlanResolver';
import { ActionResolver, ResearchResolver } from './ResearchResolver';
import { SavedQueryResolver, SavedQueryVersionResolver } from './SavedQueryResolver';
import { SourceResolver } from './SourceResolver';
import { StudyResolver, StudyWaveResolver } from './StudyResolver';

/** Every resolver class, for the schema. */
export const RESOLVERS = [
  BrandResolver,
  CampaignResolver,
  ActionResolver,
  CodingResolver,
  CompetitorResolver,
  DimensionDefinitionResolver,
  ExperimentDesignResolver,
  ExperimentResolver,
  ExperimentResultResolver,
  GeoTestResolver,
  GoalResolver,
  IngestRunResolver,
  InterviewResolver,
  LineageRecordResolver,
  LineageResolver,
  MetricDefinitionResolver,
  MetricResolver,
  PlanResolver,
  ResearchResolver,
  SavedQueryResolver,
  SavedQueryVersionResolver,
  SourceResolver,
  StudyResolver,
  StudyWaveResolver,
] as const;

/** Types that the schema promises and no field has yet. */
export const PROMISED_TYPES = [AttributionModel] as const;

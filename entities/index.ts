import { Brand } from './brand/Brand';
import { Campaign } from './campaign/Campaign';
import { Collaboration } from './creators/Collaboration';
import { Creator } from './creators/Creator';
import { IngestRun } from './ingestion/IngestRun';
import { Quarantine } from './ingestion/Quarantine';
import { Source } from './ingestion/Source';
import { Goal } from './plan/Goal';
import { Plan } from './plan/Plan';
import { ExperimentDecision } from './research/ExperimentDecision';
import { ExperimentDesign } from './research/ExperimentDesign';
import { ReportSnapshot } from './research/ReportSnapshot';
import { SavedQuery } from './research/SavedQuery';
import { SavedQueryVersion } from './research/SavedQueryVersion';
import { Study } from './research/Study';
import { StudyQuestion } from './research/StudyQuestion';
import { StudyWave } from './research/StudyWave';
import { ApiKey } from './tenancy/ApiKey';
import { Workspace } from './tenancy/Workspace';

/** Every stored concept, for the DataSource. */
export const ENTITIES = [
  ApiKey,
  Brand,
  Campaign,
  Collaboration,
  Creator,
  ExperimentDecision,
  ExperimentDesign,
  Goal,
  IngestRun,
  Plan,
  Quarantine,
  ReportSnapshot,
  SavedQuery,
  SavedQueryVersion,
  Source,
  SavedQuery,
  SavedQueryVersion,
  Source,
  Study,
  StudyQuestion,
  StudyWave,
  Workspace,
];

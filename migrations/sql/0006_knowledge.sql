-- What objectives are worded from, and what a language model was asked. One statement a paragraph.

CREATE TABLE seqpt.company_context (
    organization_id INTEGER NOT NULL,
    industry TEXT NOT NULL,
    entries JSONB NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    imported_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT company_context_pkey PRIMARY KEY (organization_id),
    CONSTRAINT company_context_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE
);

CREATE TABLE seqpt.context_document (
    document_id INTEGER GENERATED ALWAYS AS IDENTITY NOT NULL,
    organization_id INTEGER NOT NULL,
    name VARCHAR(255) NOT NULL,
    kind VARCHAR(10) NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    byte_count INTEGER NOT NULL,
    character_count INTEGER NOT NULL,
    imported_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT context_document_pkey PRIMARY KEY (document_id),
    CONSTRAINT context_document_organization_id_name_key UNIQUE (organization_id, name),
    CONSTRAINT context_document_organization_id_content_hash_key UNIQUE (organization_id, content_hash),
    CONSTRAINT context_document_kind_check CHECK (kind::text IN ('md', 'txt', 'pdf', 'docx')),
    CONSTRAINT context_document_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE
);

CREATE TABLE seqpt.knowledge_chunk (
    chunk_id INTEGER GENERATED ALWAYS AS IDENTITY NOT NULL,
    organization_id INTEGER,
    document_id INTEGER,
    source VARCHAR(300) NOT NULL,
    competency_id INTEGER,
    position INTEGER NOT NULL,
    language VARCHAR(2) NOT NULL,
    content TEXT NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    search TSVECTOR GENERATED ALWAYS AS (CASE language WHEN 'de' THEN to_tsvector('german'::regconfig, content) ELSE to_tsvector('english'::regconfig, content) END) STORED,
    CONSTRAINT knowledge_chunk_pkey PRIMARY KEY (chunk_id),
    CONSTRAINT knowledge_chunk_language_check CHECK (language::text IN ('en', 'de')),
    CONSTRAINT knowledge_chunk_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE,
    CONSTRAINT knowledge_chunk_document_id_fkey FOREIGN KEY(document_id) REFERENCES seqpt.context_document (document_id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX knowledge_chunk_one_text ON seqpt.knowledge_chunk (coalesce(organization_id, 0), source, language, position);

CREATE INDEX idx_knowledge_chunk_search ON seqpt.knowledge_chunk USING gin (search);

CREATE INDEX idx_knowledge_chunk_document ON seqpt.knowledge_chunk (document_id);

CREATE TABLE seqpt.chunk_embedding (
    chunk_id INTEGER NOT NULL,
    model VARCHAR(100) NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    embedding REAL[] NOT NULL,
    CONSTRAINT chunk_embedding_pkey PRIMARY KEY (chunk_id, model),
    CONSTRAINT chunk_embedding_chunk_id_fkey FOREIGN KEY(chunk_id) REFERENCES seqpt.knowledge_chunk (chunk_id) ON DELETE CASCADE
);

CREATE TABLE seqpt.model_call (
    call_id BIGINT GENERATED ALWAYS AS IDENTITY NOT NULL,
    run_id VARCHAR(40),
    organization_id INTEGER,
    step VARCHAR(63) NOT NULL,
    subject VARCHAR(50) NOT NULL,
    round INTEGER NOT NULL,
    model_asked VARCHAR(100) NOT NULL,
    model_answered VARCHAR(100) DEFAULT '' NOT NULL,
    prompt_version VARCHAR(50) NOT NULL,
    input_hash VARCHAR(64) NOT NULL,
    has_context BOOLEAN NOT NULL,
    outcome VARCHAR(20) NOT NULL,
    problem TEXT DEFAULT '' NOT NULL,
    content JSONB,
    prompt_tokens INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    seconds DOUBLE PRECISION NOT NULL,
    tries INTEGER NOT NULL,
    passages JSONB DEFAULT '[]' NOT NULL,
    called_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT model_call_pkey PRIMARY KEY (call_id),
    CONSTRAINT model_call_round_check CHECK (round IN (1, 2)),
    CONSTRAINT model_call_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE
);

CREATE INDEX idx_model_call_answered ON seqpt.model_call (input_hash) WHERE outcome = 'answered';

CREATE INDEX idx_model_call_organization ON seqpt.model_call (organization_id);

ALTER TABLE seqpt.objective
    ADD COLUMN track VARCHAR(20) DEFAULT 'people' NOT NULL,
    ADD COLUMN prompt_version VARCHAR(50),
    ADD COLUMN call_id BIGINT,
    ADD COLUMN passages JSONB DEFAULT '[]' NOT NULL,
    ADD COLUMN findings JSONB DEFAULT '[]' NOT NULL,
    ADD CONSTRAINT objective_track_check CHECK (track::text IN ('people', 'trainer')),
    ADD CONSTRAINT objective_call_id_fkey FOREIGN KEY(call_id) REFERENCES seqpt.model_call (call_id) ON DELETE SET NULL;

ALTER TABLE seqpt.objective
    DROP CONSTRAINT IF EXISTS objective_pkey,
    ADD CONSTRAINT objective_pkey PRIMARY KEY (organization_id, track, competency_id, level);

CREATE INDEX idx_objective_call ON seqpt.objective (call_id);

"""Small invented scripts, one for each product, and the way from them to a model."""

from __future__ import annotations

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Anything, Reference, Scalar
from shared.compiler.pipeline import Digest, Document, digest
from tests.compiler.documents import Value

POSTGRES = """\
-- dump; of a database
SET search_path = public;
CREATE TYPE public.mood AS ENUM ('calm', 'cat''s');
CREATE DOMAIN address AS citext CHECK (VALUE ~ '@');
CREATE TABLE public.app_users (
    id bigint NOT NULL,
    login character varying(255) NOT NULL, -- the login, of course
    mail address,
    mood public.mood DEFAULT 'calm'::public.mood NOT NULL,
    tags text[],
    valid interval,
    desk point,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    org_id uuid,
    CONSTRAINT positive CHECK ((id > 0))
);
ALTER TABLE public.app_users OWNER TO postgres;
COMMENT ON TABLE public.app_users IS 'People who log in.';
COMMENT ON COLUMN public.app_users.login IS 'It''s the login.';
ALTER TABLE ONLY public.app_users ALTER COLUMN id SET DEFAULT nextval('public.app_users_id_seq'::regclass);
CREATE TABLE public.orgs (id uuid DEFAULT gen_random_uuid() NOT NULL, name text NOT NULL, UNIQUE (name));
COPY public.app_users (id, login) FROM stdin;
1\tit's; CREATE TABLE trap (
\\.
ALTER TABLE ONLY public.app_users ADD CONSTRAINT app_users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orgs ADD CONSTRAINT orgs_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX logins ON public.app_users USING btree (lower((login)::text));
ALTER TABLE ONLY public.app_users ADD CONSTRAINT org FOREIGN KEY (org_id) REFERENCES public.orgs(id) ON DELETE SET NULL;
CREATE FUNCTION f() RETURNS void AS $$ BEGIN; CREATE TABLE trap (x int); END $$ LANGUAGE plpgsql;
"""
MYSQL = r"""
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `users`;
CREATE TABLE `users` (
  `id` int unsigned NOT NULL AUTO_INCREMENT COMMENT 'the number',
  `user_name` varchar(50) NOT NULL COMMENT 'it''s; the login',
  `active` tinyint(1) NOT NULL DEFAULT '1',
  `rank` tinyint unsigned NOT NULL,
  `kind` enum('a','b') NOT NULL,
  `flags` set('x','y') DEFAULT NULL,
  `key` varchar(20),
  `org_id` int NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uq` (`user_name`),
  KEY `k` (`org_id`),
  CONSTRAINT `f` FOREIGN KEY (`org_id`) REFERENCES `orgs` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COMMENT='People; all of them';
INSERT INTO `users` VALUES (1,'O\'Brien; CREATE TABLE trap (',1);
CREATE TABLE orgs (id int(11) NOT NULL, name varchar(20) NOT NULL);
ALTER TABLE `orgs` ADD PRIMARY KEY (`id`), ADD UNIQUE KEY `n` (`name`);
ALTER TABLE orgs MODIFY `id` int(11) NOT NULL AUTO_INCREMENT, AUTO_INCREMENT=3;
ALTER TABLE orgs CHANGE name title varchar(30) NOT NULL AFTER id;
DELIMITER //
CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW BEGIN CREATE TABLE trap (id int); END//
DELIMITER ;
"""
SQL_SERVER = """\
SET ANSI_NULLS ON
GO
CREATE TABLE [dbo].[AppUsers](
\t[Id] [int] IDENTITY(1,1) NOT NULL,
\t[UserName] [nvarchar](256) NOT NULL,
\t[Enabled] [bit] NOT NULL,
\t[Stamp] [rowversion] NOT NULL,
\t[FullName] AS ([UserName] + 'x') PERSISTED,
\t[OrgId] [uniqueidentifier] NULL,
\t[Created] [datetime2](7) NOT NULL,
 CONSTRAINT [PK_AppUsers] PRIMARY KEY CLUSTERED
(
\t[Id] ASC
)WITH (PAD_INDEX = OFF, STATISTICS_NORECOMPUTE = OFF) ON [PRIMARY],
 CONSTRAINT [UQ] UNIQUE NONCLUSTERED ([UserName] ASC)
) ON [PRIMARY] TEXTIMAGE_ON [PRIMARY]
GO
CREATE TABLE [dbo].[Orgs]([Id] [uniqueidentifier] NOT NULL CONSTRAINT [PK] PRIMARY KEY DEFAULT (newid()))
ALTER TABLE [dbo].[AppUsers] ADD  CONSTRAINT [DF_Enabled]  DEFAULT ((1)) FOR [Enabled]
GO
ALTER TABLE [dbo].[AppUsers]  WITH CHECK ADD  CONSTRAINT [FK] FOREIGN KEY([OrgId])
REFERENCES [dbo].[Orgs] ([Id])
GO
ALTER TABLE [dbo].[AppUsers] CHECK CONSTRAINT [FK]
GO
ALTER TABLE dbo.Orgs ADD Code nvarchar(5) NULL, Level int NOT NULL DEFAULT 0
GO
ALTER TABLE dbo.Orgs ALTER COLUMN Code varchar(9) NOT NULL
GO
CREATE UNIQUE NONCLUSTERED INDEX [IX] ON [dbo].[Orgs] ([Code] ASC) INCLUDE ([Level]) WITH (ONLINE = OFF)
GO
EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'The user''s name', @level0type=N'SCHEMA',
@level0name=N'dbo', @level1type=N'TABLE',@level1name=N'AppUsers', @level2type=N'COLUMN',@level2name=N'UserName'
GO
"""
ORACLE = """\
CREATE TABLE "HR"."USERS"
   (\t"ID" NUMBER(10,0) GENERATED ALWAYS AS IDENTITY MINVALUE 1 CACHE 20 NOORDER NOT NULL ENABLE,
\t"LOGIN" VARCHAR2(20 CHAR) DEFAULT 'x' NOT NULL ENABLE,
\t"AMOUNT" NUMBER(10,2),
\t"HIRED" DATE,
\t"SHIFT" INTERVAL DAY (2) TO SECOND (6),
\t"PHOTO" LONG RAW,
\t CONSTRAINT "USERS_PK" PRIMARY KEY ("ID")
  USING INDEX PCTFREE 10 INITRANS 2 TABLESPACE "USERS"  ENABLE,
\t CONSTRAINT "U1" UNIQUE ("LOGIN") USING INDEX ENABLE
   ) SEGMENT CREATION IMMEDIATE
  PCTFREE 10 PCTUSED 40 TABLESPACE "USERS";
COMMENT ON COLUMN "HR"."USERS"."LOGIN" IS 'Log-in name';
CREATE TABLE hr.roles (id NUMBER PRIMARY KEY, name VARCHAR2(30) NOT NULL);
ALTER TABLE hr.roles ADD (code VARCHAR2(5), user_id NUMBER(10) CONSTRAINT fku REFERENCES hr.users (id));
ALTER TABLE hr.roles MODIFY (code NOT NULL ENABLE);
ALTER TABLE "HR"."ROLES" ADD CONSTRAINT rn UNIQUE (name) ENABLE;
/
"""
SQLITE = """\
PRAGMA foreign_keys=ON;
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE UNIQUE ON CONFLICT IGNORE,
  created DATETIME DEFAULT CURRENT_TIMESTAMP, team REFERENCES teams, anything, active BOOLEAN DEFAULT 0);
CREATE TABLE IF NOT EXISTS "teams" ([key] TEXT PRIMARY KEY, title TEXT) WITHOUT ROWID, STRICT;
CREATE TEMP TABLE trap (id int);
"""
SCRIPTS = {"postgres": POSTGRES, "mysql": MYSQL, "tsql": SQL_SERVER, "oracle": ORACLE, "sqlite": SQLITE}


def digested(script: str, name: str = "acme.sql") -> Digest:
    return digest([Document(name=name, data=script.encode())])


def told(found: Digest) -> list[str]:
    """Return the findings about the script itself."""
    return [f"{each.at.pointer}: {each.code}" for each in found.diagnostics if not each.code.startswith("MOD")]


def columns(each: ObjectClass) -> dict[str, tuple[str, str]]:
    """Return type and flags of each attribute: `*` many, `!` required, `c` creatable, `u` updatable."""
    return {a.name: (_type(a.type) + "*" * a.multivalued, _flags(a)) for a in each.attributes}


def _type(kind: Value) -> str:
    match kind:
        case Scalar(json_type=json_type, format=format_, values=values):
            return f"{json_type} {format_ or '|'.join(values)}".strip()
        case Reference(object_class=target, json_type=json_type):
            return f"{json_type} -> {target}"
        case Anything():
            return "anything"
    return "complex"


def _flags(attribute: Value) -> str:
    flags = (("!", attribute.required), ("c", attribute.creatable), ("u", attribute.updatable))
    return "".join(mark for mark, is_set in flags if is_set)

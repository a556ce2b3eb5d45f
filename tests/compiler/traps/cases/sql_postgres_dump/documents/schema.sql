-- PostgreSQL database dump
SET search_path = public;
CREATE TABLE public.app_users (
    id bigint NOT NULL,
    login character varying(80) NOT NULL, -- unique; lower case
    email text,
    active boolean DEFAULT true NOT NULL,
    org_id uuid
);
CREATE TABLE public.orgs (id uuid NOT NULL, name text NOT NULL);
CREATE TABLE public.groups (id bigint PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE public.group_members (
    user_id bigint NOT NULL REFERENCES public.app_users(id),
    group_id bigint NOT NULL REFERENCES public.groups(id),
    PRIMARY KEY (user_id, group_id)
);
COPY public.orgs (id, name) FROM stdin;
00000000-0000-0000-0000-000000000000	CREATE TABLE trap (
\.
ALTER TABLE ONLY public.app_users ADD CONSTRAINT app_users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orgs ADD CONSTRAINT orgs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.app_users ADD CONSTRAINT fk FOREIGN KEY (org_id) REFERENCES public.orgs(id);
COMMENT ON TABLE public.app_users IS 'People who log in.';

/** Variables that were meant as settings stop the start; those of platforms, shells and tools do not. */
import { expect, test } from 'vitest';
import { ConfigError, readConfig, settings } from '../src/config.ts';

/** The problems of an environment, a line each. */
function problemsOf(environment: Readonly<Record<string, string>>): string {
  try {
    readConfig(environment);
    return '';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
}

test.each([
  // with a prefix of ours
  ['CLICKTIME_URL', 'CLICKTIME_API_URL'],
  ['CLICKTIME_API', 'CLICKTIME_API_URL'],
  ['CLICKTIME_BASE_URL', 'CLICKTIME_API_URL'],
  ['UPSTREAM_CACHE_TIME', 'UPSTREAM_CACHE_SECONDS or UPSTREAM_CACHE_MB'],
  ['ANSWER_CACHE', 'ANSWER_CACHE_SECONDS or ANSWER_CACHE_MB'],
  ['OWN_DATA', 'OWN_DATA_FALLBACK'],
  // nearly one of them
  ['CLICKTIME_API_URI', 'CLICKTIME_API_URL'],
  ['CLICKTME_API_URL', 'CLICKTIME_API_URL'],
  ['CLIKCTIME_API_URL', 'CLICKTIME_API_URL'],
  ['clicktime_api_url', 'CLICKTIME_API_URL'],
  ['PUBLIC_URI', 'PUBLIC_URL'],
  ['TRUSTED_PROXY', 'TRUST_PROXY'],
  ['TRUST_PROXIES', 'TRUST_PROXY'],
  ['REDIS_URI', 'REDIS_URL'],
  ['PAGESIZE', 'PAGE_SIZE'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['REQUEST_TIMEOUT', 'REQUEST_TIMEOUT_MS'],
  ['PAGE_TIME_BUDGET', 'PAGE_TIME_BUDGET_MS'],
  ['MAX_URL_LENGHT', 'MAX_URL_LENGTH'],
  // without underscores, or in other writings
  ['CLICKTIMEURL', 'CLICKTIME_API_URL'],
  ['CLICKTIMEAPIURL', 'CLICKTIME_API_URL'],
  ['clicktimeApiUrl', 'CLICKTIME_API_URL'],
  ['CLICK_TIME_URL', 'CLICKTIME_API_URL'],
  ['CLIKTIME_URL', 'CLICKTIME_API_URL'],
  ['clicktime-api-url', 'CLICKTIME_API_URL'],
  ['clicktime_url', 'CLICKTIME_API_URL'],
  ['SIMULATORPORT', 'SIMULATOR_PORT'],
  ['pageSize', 'PAGE_SIZE'],
  ['log.level', 'LOG_LEVEL'],
  ['public_url', 'PUBLIC_URL'],
  // abbreviated
  ['CT_API_URL', 'CLICKTIME_API_URL'],
  ['LOG_LVL', 'LOG_LEVEL'],
  ['LOGLVL', 'LOG_LEVEL'],
  ['log_lvl', 'LOG_LEVEL'],
  ['MAX_URL_LEN', 'MAX_URL_LENGTH'],
  ['MAX_URL', 'MAX_URL_LENGTH'],
  ['SIM_PORT', 'SIMULATOR_PORT'],
  ['PUB_URL', 'PUBLIC_URL'],
  ['TRUST_PRXY', 'TRUST_PROXY'],
  ['REQ_TIMEOUT_MS', 'REQUEST_TIMEOUT_MS'],
  ['REQUEST_CPU', 'REQUEST_CPU_MS'],
  ['REQUEST_MEM_MB', 'REQUEST_MEMORY_MB'],
  ['MAX_SORT', 'MAX_SORT_ROWS'],
  ['MAX_EXP_ROWS', 'MAX_EXPANDED_ROWS'],
  ['PAGE_SZ', 'PAGE_SIZE'],
  // short names
  ['PROT', 'PORT'],
  ['OPRT', 'PORT'],
  ['HSOT', 'HOST'],
  ['port', 'PORT'],
  ['Host', 'HOST'],
])('%s: did you mean %s?', (name, meant) => {
  const problems = problemsOf({ [name]: 'pass-word' });
  expect(problems).toContain(`${name} is no setting of this service; did you mean ${meant}?`);
  expect(problems).not.toContain('pass-word');
});

const ofSeveralWords = Object.keys(settings).filter((name) => name.includes('_'));
test.each(ofSeveralWords)('%s with any one letter left out is told, with its right name', (name) => {
  for (let at = 0; at < name.length; at++) {
    const misspelt = name.slice(0, at) + name.slice(at + 1);
    expect(problemsOf({ [misspelt]: 'x' })).toContain(`did you mean ${name}?`);
  }
});

test.each(['ODATA_ROOT', 'CLICKTIME', 'SIMULATOR_SEED', 'UPSTREAM_X'])('%s has a prefix of ours', (name) => {
  expect(problemsOf({ [name]: 'x' })).toContain(`${name} is no setting of this service.`);
});

test('a token of an account is not asked for, and not shown', () => {
  const problems = problemsOf({ CLICKTIME_API_TOKEN: 'pass-word' });
  expect(problems).toContain('everybody signs in with their own API token');
  expect(problems).not.toContain('pass-word');
});

test('every misspelt setting is told at once, beside every wrong value', () => {
  const problems = problemsOf({ CLICKTIME_URL: 'x', PAGE_SIZES: '5', PORT: 'eighty' });
  expect(problems).toMatch(/- CLICKTIME_URL .*\n- PAGE_SIZES .*\n- PORT must/);
});

test.each(ofSeveralWords)('%s in any writing is told, with its right name', (name) => {
  const words = name.toLowerCase().split('_');
  const [first = '', ...rest] = words;
  const camel = [first, ...rest.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)].join('');
  for (const written of [name.toLowerCase(), words.join('').toUpperCase(), words.join('-'), words.join('.'), camel])
    expect(problemsOf({ [written]: 'x' })).toContain(`did you mean ${name}?`);
});

test("another program's variable that is near one of ours is left alone where ours is set, and so we say", () => {
  expect(problemsOf({ port: '1' })).toContain('If another program needs it, set PORT as well, then it is left alone.');
  expect(problemsOf({ LOGLEVEL: '1' })).toContain('set LOG_LEVEL as well');
  expect(problemsOf({ PROT: '1', PORT: '8080' })).toBe('');
  // Nobody else needs these.
  expect(problemsOf({ CLICKTIMEURL: '1' })).not.toContain('another program');
});

test("a name without end is nobody's slip, and costs nothing", () => {
  expect(problemsOf({ [`CLICKTIME_${'A_'.repeat(50_000)}`]: '1', ['_'.repeat(100_000)]: '1' })).toBe('');
});

test('what is set itself is not missed: a second spelling may be meant for another program', () => {
  expect(problemsOf({ LOG_LEVEL: 'info', LOGLEVEL: 'INFO', PORT: '0', port: '1', PORTS: '0,1' })).toBe('');
});

/** What Kubernetes sets in every container of a namespace for a service, and Docker for a link. */
const linksTo = (service: string): Readonly<Record<string, string>> => ({
  [`${service}_SERVICE_HOST`]: '10.0.0.7',
  [`${service}_SERVICE_PORT`]: '8080',
  [`${service}_SERVICE_PORT_HTTP`]: '8080',
  [`${service}_SERVICE_PORT_HTTP_METRICS`]: '9090',
  [`${service}_PORT`]: 'tcp://10.0.0.7:8080',
  [`${service}_PORT_8080_TCP`]: 'tcp://10.0.0.7:8080',
  [`${service}_PORT_8080_TCP_PROTO`]: 'tcp',
  [`${service}_PORT_8080_TCP_PORT`]: '8080',
  [`${service}_PORT_8080_TCP_ADDR`]: '10.0.0.7',
  [`${service}_NAME`]: '/app/clicktime',
  [`${service}_ENV_NODE_VERSION`]: '20.20.0',
});

test.each(['CLICKTIME', 'CLICKTIME_ODATA', 'ODATA', 'REDIS', 'SIMULATOR', 'UPSTREAM', 'PUBLIC', 'KUBERNETES'])(
  'a service that is called %s does not stop this one',
  (service) => {
    expect(problemsOf(linksTo(service))).toBe('');
    expect(readConfig(linksTo(service))).toEqual(readConfig({}));
  },
);

test('a port that somebody meant is not taken for a service', () => {
  expect(problemsOf({ CLICKTIME_PORT: '8080' })).toContain('CLICKTIME_PORT is no setting');
  expect(problemsOf({ SIMULATOR_PORT: 'eighty' })).toContain('SIMULATOR_PORT must be');
});

/** Of shells, desktops, Node, npm, systemd, Docker and the platforms that programs such as this one run on. */
const others = `
  HOME HOSTNAME HOSTTYPE LOGNAME PATH POSIXLY_CORRECT PWD OLDPWD SHELL SHLVL TERM USER USERNAME MAIL LANG LC_ALL TZ TMPDIR
  EDITOR PAGER LESS LS_COLORS COLORTERM DISPLAY XAUTHORITY XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS SSH_CLIENT SSH_TTY
  SSH_CONNECTION SSH_AUTH_SOCK SUDO_USER SUDO_UID WSL_DISTRO_NAME PS1 PS2 IFS MACHTYPE OSTYPE GROUP VENDOR REMOTEHOST
  COMPUTERNAME USERPROFILE HOMEDRIVE HOMEPATH LOGONSERVER USERDOMAIN PUBLIC TEMP TMP OS PROCESSOR_LEVEL PATHEXT ComSpec
  NODE NODE_ENV NODE_OPTIONS NODE_VERSION NODE_PATH NODE_EXTRA_CA_CERTS NVM_DIR YARN_VERSION COREPACK_HOME INIT_CWD COLOR
  npm_config_port npm_config_host npm_config_loglevel npm_config_registry npm_config_proxy npm_config_cache
  npm_package_name npm_package_version npm_lifecycle_event npm_lifecycle_script npm_node_execpath npm_execpath npm_command
  HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy ALL_PROXY SSL_CERT_FILE SSL_CERT_DIR CI DEBUG FORCE_COLOR
  NO_COLOR INVOCATION_ID JOURNAL_STREAM NOTIFY_SOCKET LISTEN_FDS LISTEN_PID WATCHDOG_USEC MAINPID container DOCKER_HOST
  DYNO WEB_CONCURRENCY WEB_MEMORY DATABASE_URL REDIS_TLS_URL REDIS_HOST REDIS_PORT REDIS_PASSWORD REDIS_USER REDIS_USERNAME
  REDIS_PUBLIC_URL REDIS_PRIVATE_URL REDISHOST REDISPORT REDISUSER REDISPASSWORD HEROKU_APP_NAME HEROKU_SLUG_COMMIT
  PORT0 PORT1 PORT_8080 HOST_IP HOST_NAME POD_NAME POD_IP NODE_NAME NAMESPACE SERVICE_NAME K_SERVICE K_REVISION
  K_CONFIGURATION CLOUD_RUN_JOB GOOGLE_CLOUD_PROJECT GAE_SERVICE GCP_PROJECT FUNCTION_TARGET
  AWS_REGION AWS_EXECUTION_ENV AWS_LAMBDA_LOG_LEVEL ECS_CONTAINER_METADATA_URI ECS_CONTAINER_METADATA_URI_V4
  WEBSITE_HOSTNAME WEBSITE_SITE_NAME WEBSITE_PORT WEBSITES_PORT WEBSITE_INSTANCE_ID APPSETTING_PORT HTTP_PLATFORM_PORT
  CONTAINER_APP_NAME CONTAINER_APP_REVISION CONTAINER_APP_PORT CONTAINER_APP_HOSTNAME FLY_APP_NAME FLY_REGION FLY_PUBLIC_IP
  FLY_PRIVATE_IP PRIMARY_REGION RENDER RENDER_EXTERNAL_URL RENDER_EXTERNAL_HOSTNAME RENDER_SERVICE_NAME RAILWAY_PUBLIC_DOMAIN
  RAILWAY_STATIC_URL RAILWAY_TCP_PROXY_PORT RAILWAY_TCP_PROXY_DOMAIN VERCEL_URL URL DEPLOY_URL CF_INSTANCE_PORT
  CF_INSTANCE_PORTS CF_INSTANCE_ADDR VCAP_APP_HOST VCAP_APP_PORT VCAP_APPLICATION VCAP_SERVICES MEMORY_LIMIT
  NOMAD_PORT_http NOMAD_HOST_PORT_http NOMAD_ADDR_http NOMAD_ALLOC_ID MESOS_TASK_ID MARATHON_APP_ID
  GITHUB_ACTIONS GITHUB_SERVER_URL GITHUB_API_URL RUNNER_NAME GITLAB_CI CI_SERVER_URL CI_API_V4_URL CI_SERVER_HOST
  CI_SERVER_PORT CI_PAGES_URL JENKINS_URL BUILD_URL JOB_URL PM2_HOME pm_id NODE_APP_INSTANCE exec_mode PUBLIC_KEY PUBLIC_IP
  PUBLIC_DIR LOG_FORMAT LOG_DIR LOG_FILE PAGE_WIDTH
  GHOST POST HOSTS PORTS COST MOST LOST FORT SORT PART HOT POT OST HST PRT ROST POSTER PORTAL HOSTED EXPORT IMPORT REPORT
  GHOSTTY_BIN_DIR VHOST DBHOST PGHOST PGPORT PGUSER MYSQL_HOST SMTP_HOST SMTP_PORT SSL_PORT DB_PORT DB_URL BASE_URL API_URL
  APP_URL SITE_URL PIC_URL PUBLIC_PATH PUBLIC_HOST PUBLIC_PORT PUBLIC_HOSTNAME LOG LOGS LOG_TO LOGFILE LOG_PATH LOG_OUTPUT
  MAX_MEMORY MAX_WORKERS MAX_CONNECTIONS MAX_HEAP MAX_REQUESTS MAX_OLD_SPACE REQUEST_ID REQUEST_LIMIT REQUEST_METHOD
  REQUEST_URI TRUST_STORE TRUSTED_HOSTS PAGE_ID PAGER_PORT REDIS REDIS_DB REDIS_SSL REDIS_CLUSTER REDIS_SENTINEL UPSTREAMS
  ANSWERED SIMULATORS CLICKHOUSE_URL CLICKHOUSE_HOST CLICKUP_API_URL CLOCKIFY_URL ONTIME_URL
`
  .trim()
  .split(/\s+/);

test.each(others)('%s is none of ours', (name) => {
  expect(problemsOf({ [name]: '1' })).toBe('');
});

/** Set when the connector is packed. */
declare const SERVICE_URL: string;
declare const ALLOWED_ORIGINS: readonly string[];

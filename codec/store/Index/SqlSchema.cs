namespace VaeCodec.Store.Index;

/// <summary>The tables of an index.</summary>
internal static class SqlSchema
{
    /// <summary>Makes them.</summary>
    public static string Of(SqlDialect dialect) => $"""
        CREATE TABLE IF NOT EXISTS pictures (
            id {dialect.Bytes} NOT NULL PRIMARY KEY, name TEXT NOT NULL, blob TEXT NOT NULL, blob_sha256 {dialect.Bytes} NOT NULL,
            format TEXT NOT NULL, mode {dialect.Whole} NOT NULL,
            width {dialect.Whole} NOT NULL, height {dialect.Whole} NOT NULL, channels {dialect.Whole} NOT NULL,
            source_bytes {dialect.Whole} NOT NULL, stored_bytes {dialect.Whole} NOT NULL,
            taken {dialect.Whole}, added {dialect.Whole} NOT NULL, camera TEXT, deleted {dialect.Whole},
            date {dialect.Whole} NOT NULL);
        CREATE INDEX IF NOT EXISTS pictures_date ON pictures (date, id);
        CREATE INDEX IF NOT EXISTS pictures_deleted ON pictures (date, id) WHERE deleted IS NOT NULL;
        CREATE TABLE IF NOT EXISTS tags (
            tag TEXT NOT NULL, id {dialect.Bytes} NOT NULL REFERENCES pictures (id) ON DELETE CASCADE, PRIMARY KEY (tag, id));
        CREATE INDEX IF NOT EXISTS tags_id ON tags (id);
        """;
}

using System.Data.Common;

namespace VaeCodec.Store.Index;

/// <summary>An entry as a row of the table <c>pictures</c>, and its tags as lines.</summary>
internal static class PictureRow
{
    /// <summary>The columns of the table, in this order.</summary>
    public const string Columns = "id, name, blob, blob_sha256, format, mode, width, height, channels, source_bytes, stored_bytes, "
        + "taken, added, camera, deleted";

    /// <summary>What is selected of a row p: its columns and its tags; needs <c>@line</c>, a line end.</summary>
    public const string Selected = "p.id, p.name, p.blob, p.blob_sha256, p.format, p.mode, p.width, p.height, p.channels, p.source_bytes, "
        + "p.stored_bytes, p.taken, p.added, p.camera, p.deleted, (SELECT string_agg(t.tag, @line) FROM tags t WHERE t.id = p.id)";

    /// <summary>Reads one.</summary>
    public static StoredPicture Read(DbDataReader row)
    {
        int at = 0;
        return new()
        {
            Id = Convert.ToHexStringLower(row.GetFieldValue<byte[]>(at++)),
            Name = row.GetString(at++),
            BlobKey = row.GetString(at++),
            BlobHash = row.GetFieldValue<byte[]>(at++),
            Format = row.GetString(at++),
            Mode = (StoredMode)row.GetInt64(at++),
            Width = (int)row.GetInt64(at++),
            Height = (int)row.GetInt64(at++),
            Channels = (int)row.GetInt64(at++),
            SourceBytes = row.GetInt64(at++),
            StoredBytes = row.GetInt64(at++),
            Taken = Time(at++, DateTimeKind.Unspecified),
            Added = Time(at++, DateTimeKind.Utc)!.Value,
            Camera = row.IsDBNull(at++) ? null : row.GetString(at - 1),
            Deleted = Time(at++, DateTimeKind.Utc),
            Tags = row.IsDBNull(at) ? [] : [.. row.GetString(at).Split('\n').Order(StringComparer.Ordinal)],
        };

        DateTime? Time(int column, DateTimeKind kind) => row.IsDBNull(column) ? null : SqlTime.To(row.GetInt64(column), kind);
    }

    /// <summary>The values of its columns.</summary>
    public static object?[] Values(StoredPicture picture) =>
    [
        Convert.FromHexString(picture.Id), picture.Name, picture.BlobKey, picture.BlobHash, picture.Format, (long)picture.Mode,
        (long)picture.Width, (long)picture.Height, (long)picture.Channels, picture.SourceBytes, picture.StoredBytes,
        picture.Taken is { } taken ? SqlTime.From(taken) : null, SqlTime.From(picture.Added), picture.Camera,
        picture.Deleted is { } deleted ? SqlTime.From(deleted) : null,
    ];
}

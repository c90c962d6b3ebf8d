namespace VaeCodec.Images.Exif;

/// <summary>What may be read of a TIFF structure: each byte belongs to one entry or value of a sound file, so that whoever follows its
/// offsets needs no more steps than there are bytes. A damaged file can send a reader in circles, or through the same directory again and
/// again; what goes beyond the bytes is left out.</summary>
/// <param name="fileBytes">Of the file.</param>
/// <param name="cancellationToken">Looked at with every entry.</param>
internal sealed class ExifBudget(int fileBytes, CancellationToken cancellationToken = default)
{
    /// <summary>Some writers have two entries share a value, as resolutions do.</summary>
    private const int Sharing = 2;

    private readonly HashSet<uint> _directories = [];

    /// <summary>Entries that were looked at.</summary>
    public int Visited { get; private set; }

    /// <summary>Bytes of the values that were taken.</summary>
    public long Taken { get; private set; }

    /// <summary>True for a directory that has not been read yet.</summary>
    public bool Enters(uint directory) => _directories.Add(directory);

    /// <summary>True where another entry may be looked at.</summary>
    public bool Visits()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Visited >= fileBytes / TiffBytes.EntryBytes)
            return false;
        Visited++;
        return true;
    }

    /// <summary>True where a value of so many bytes may be taken.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded: more than <see cref="ImageMetadata.MaxBytes"/> in all.</exception>
    public bool Takes(long bytes)
    {
        if (Taken + bytes > (long)Sharing * fileBytes)
            return false;
        Taken += bytes;
        return Taken <= ImageMetadata.MaxBytes ? true : throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
            $"the picture's EXIF has more than {ImageMetadata.MaxBytes} bytes; strip it");
    }
}

using VaeCodec.Images.Exif;
using VaeCodec.Images.Png;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Images;

/// <summary>What an image file's metadata would take once libvips has unpacked and kept it: a few bytes of PNG or of EXIF can stand for
/// gigabytes. Files over the budget are refused before libvips sees them. In JPEG and WebP the parts lie in the file as they are, so that
/// its own bytes bound them; only their EXIF is looked into.</summary>
/// <param name="mostBytes">The most bytes.</param>
/// <param name="cancellationToken">Ends counting early.</param>
internal sealed class MetadataBudget(long mostBytes, CancellationToken cancellationToken = default)
{
    /// <summary>The most parts.</summary>
    public const int MostParts = 1 << 12;

    /// <summary>The most places of an AVIF file that may be EXIF.</summary>
    private const int MostExif = 64;

    private int _parts;

    /// <summary>Bytes that were counted so far.</summary>
    public long Taken { get; private set; }

    /// <summary>Bytes that may still come.</summary>
    public long Left => mostBytes - Taken;

    /// <summary>Counts a file's metadata, as far as it can be told without libvips.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded.</exception>
    public void Count(ReadOnlySpan<byte> file)
    {
        if (ImageSignature.IsPng(file))
            PngMetadata.Count(file, this);
        else if (ImageSignature.IsTiff(file))
            ExifValues.Count(file, this);
        else if (ImageSignature.IsAvif(file))
            CountExifAnywhere(file);
        else
            CountExifIn(file);
    }

    /// <summary>Counts EXIF that libvips will read.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded.</exception>
    public void CountExif(ReadOnlySpan<byte> exif)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!ExifWalk.Ends(exif))
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
                "the directories of the picture's EXIF lead to each other over and over; strip the metadata");
        ExifValues.Count(exif, this);
    }

    /// <summary>Counts a part of so many bytes.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded.</exception>
    public void Take(long bytes, int parts = 1)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Taken += bytes;
        _parts += parts;
        if (Taken > mostBytes)
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
                $"the picture has more than {mostBytes} bytes of metadata, texts included; strip them or raise the limit");
        if (_parts > MostParts)
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
                $"the picture has more than {MostParts} texts; strip them");
    }

    private void CountExifIn(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("RIFF"u8))
        {
            CountExif(WebpChunks.FindExif(file));
            return;
        }

        foreach (JpegSegmentReader segment in new JpegSegmentReader(file))
        {
            if (segment.Marker == JpegNames.App1 && segment.Payload.StartsWith(JpegNames.Exif))
                CountExif(segment.Payload[JpegNames.Exif.Length..]);
        }
    }

    /// <summary>An AVIF file has its EXIF as it is, in a box that is not looked for: whatever begins so is taken for it.</summary>
    private void CountExifAnywhere(ReadOnlySpan<byte> file)
    {
        int found = 0;
        for (int at = 0, next; (next = TiffBytes.IndexOfHeader(file[at..])) >= 0; at += next + 1)
        {
            if (++found > MostExif)
                throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
                    $"the picture has more than {MostExif} pieces of EXIF; strip the metadata");
            CountExif(file[(at + next)..]);
        }
    }
}

using VaeCodec.Images;

namespace VaeCodec.Tool.Files;

/// <summary>Reads pictures that commands name.</summary>
internal static class PictureFile
{
    private const int SignatureBytes = 16;

    /// <summary>Reads one; what is left of it on the way becomes warnings.</summary>
    /// <exception cref="VaeCodecException">It cannot be read; the message says what it is, if that is known.</exception>
    public static async Task<PixelImage> LoadAsync(string name, ImageFileOptions options, IItemReport item,
        CancellationToken cancellationToken)
    {
        options = options with { OnWarning = item.Warn };
        if (name != InputFile.Standard && FileName.IsText(name))
        {
            try
            {
                return ImageFile.Load(name, options);
            }
            catch (VaeCodecException error) when (error.Kind == VaeCodecErrorKind.BadImage)
            {
                if (Signature.UnreadPicture(Beginning(name)) is { } known)
                    throw known;
                throw;
            }
        }

        byte[] file = await InputFile.ReadAsync(name, cancellationToken).ConfigureAwait(false);
        return Signature.UnreadPicture(file) is { } unread ? throw unread : ImageFile.Load(file, options);
    }

    private static byte[] Beginning(string name)
    {
        byte[] bytes = new byte[SignatureBytes];
        using FileStream file = File.OpenRead(name);
        return file.CanSeek ? bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)] : [];
    }
}

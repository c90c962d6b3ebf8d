using VaeCodec.Images;

namespace VaeCodec.Tool.Files;

/// <summary>Reads pictures that commands name.</summary>
internal static class PictureFile
{
    /// <summary>Reads one; what is left of it on the way becomes warnings.</summary>
    /// <exception cref="VaeCodecException">It cannot be read; the message says what it is, if that is known.</exception>
    public static Task<PixelImage> LoadAsync(string name, ImageFileOptions options, IItemReport item, CancellationToken cancellationToken)
        // a pipe that says nothing hears of no token
        => Task.Run(() =>
        {
            using Stream source = InputFile.Open(name);
            return ImageFile.Load(source, options with { OnWarning = item.Warn }, cancellationToken);
        }, cancellationToken).WaitAsync(cancellationToken);
}

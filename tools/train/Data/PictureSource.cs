namespace VaeCodec.Train.Data;

/// <summary>Pictures of one kind, and how often a run draws from them.</summary>
/// <param name="Name">For results.</param>
/// <param name="Photos">To train on and held out.</param>
/// <param name="Share">Of all crops, relative to the other sources'.</param>
/// <param name="Resized">Whether crops may be reduced: photographs are still photographs then, screenshots are not what they were.</param>
internal sealed record PictureSource(string Name, PhotoSet Photos, double Share = 1, bool Resized = true)
{
    /// <summary>Decodes or renders what a config names.</summary>
    /// <param name="config">One of a run's sources.</param>
    /// <param name="minSide">Smaller pictures are left out, pixels.</param>
    /// <param name="spread">See <see cref="PhotoSet.Split"/>.</param>
    public static PictureSource Load(SourceConfig config, int minSide, bool spread = false)
    {
        ArgumentNullException.ThrowIfNull(config);
        PhotoSet photos = config.Folder is { } folder ? PhotoSet.Load(folder, minSide, config.HoldOutEvery, spread, config.HoldOut)
            : PhotoSet.Split(Graphics.GraphicsRenderer.Render(config.Rendered!.Value, config.Seed), name => name, config.HoldOutEvery);
        return new(config.Name, photos, config.Share, config.Resized);
    }
}

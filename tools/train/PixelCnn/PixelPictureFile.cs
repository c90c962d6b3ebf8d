namespace VaeCodec.Train.PixelCnn;

/// <summary>Prepared pictures on a disk: preparing them takes longer than a short training.</summary>
internal static class PixelPictureFile
{
    /// <summary>Writes pictures, whole or not at all.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="key">What they were prepared from.</param>
    /// <param name="pictures">To be written.</param>
    public static void Write(string path, string key, IReadOnlyList<PixelPicture> pictures)
    {
        using (var writer = new BinaryWriter(File.Create(path + ".new")))
        {
            writer.Write(key);
            writer.Write(pictures.Count);
            foreach (PixelPicture picture in pictures)
            {
                writer.Write(picture.Width);
                writer.Write(picture.Height);
                writer.Write(picture.Position);
                writer.Write(picture.Bits);
                writer.Write(picture.Exact);
                writer.Write(picture.Lossy);
            }
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Reads pictures; null where there are none of this key.</summary>
    public static IReadOnlyList<PixelPicture>? Read(string path, string key)
    {
        if (!File.Exists(path))
            return null;
        using var reader = new BinaryReader(File.OpenRead(path));
        if (reader.ReadString() != key)
            return null;
        return [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ =>
        {
            (int width, int height, float position, float bits) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadSingle(),
                reader.ReadSingle());
            byte[] exact = reader.ReadBytes(width * height * 3), lossy = reader.ReadBytes(width * height * 3);
            return new PixelPicture(width, height, exact, lossy, position, bits);
        })];
    }
}

using System.IO.Compression;

namespace VaeCodec.Codec.Tests.Specification;

/// <summary>A decoder written from bitstream/FORMAT.md and the weights alone; shares no line with the codec.</summary>
internal static class SpecificationDecoder
{
    /// <summary>Interleaved pixels; with fewer <paramref name="layers"/> than there are, the rest stays at its mean. The exact ones of a
    /// lossless file and the texture take the pixel network's weights.</summary>
    public static byte[] Decode(byte[] file, byte[] weightsFile, int layers = int.MaxValue, byte[]? pixelWeights = null)
    {
        if (file[14..19].All(field => field == 0) && (file[5] & 8) != 0)
            return Plain(file);
        var weights = new SpecificationWeights(weightsFile);
        int count = weights.Latents.Sum(group => group.Length), at = 18, channels = (file[5] & 3) + 1;
        byte[] beta = (file[5] & 4) != 0 ? file[++at..(at += count)] : [.. Enumerable.Repeat(file[at++], count)];
        int width = Varint(file, ref at), height = Varint(file, ref at);
        byte[] alpha = [], exact = [], texture = [], areas = [];
        for (int chunks = (file[5] & 8) != 0 ? Varint(file, ref at) : 0; chunks > 0; chunks--)
        {
            int type = file[at++], length = Varint(file, ref at);
            alpha = type == 1 ? file[at..(at + length)] : alpha;
            exact = type == 3 ? file[at..(at + length)] : exact;
            texture = type == 4 ? file[at..(at + length)] : texture;
            areas = type == 6 ? file[at..(at + length)] : areas;
            at += length;
        }

        int from = 8, fromTexture = 9, end = exact.Length == 0 ? file.Length : at + Varint(exact, ref from);
        var latents = new SpecificationLatents(file[at..end]);
        var network = new SpecificationNetwork(weights, beta);
        (int across, int down) = ((file[5] & 64) != 0 ? width : Coded(width), (file[5] & 128) != 0 ? height : Coded(height));
        Grid picture = Picture(weights, network, latents, across, down, layers);
        if (layers >= count && !latents.IsFinished)
            throw new InvalidDataException("the latents do not end as they must");
        byte[] lossy = WithAreas(areas, Pixels(picture, (across, down), width, height, channels, alpha), width, height, channels);
        if (pixelWeights is null)
            return lossy;

        int colours = channels <= 2 ? 1 : 3;
        byte[] y = [.. lossy.Where((_, i) => i % channels < colours)];
        var pixels = new SpecificationExactPixels(pixelWeights, network.Rates, y, width, height);
        if (texture.Length > 0)
        {
            byte[] drawn = Coloured(pixels.Draw(texture[8], Varint(texture, ref fromTexture), (uint)Varint(texture, ref fromTexture)));
            return WithAreas(areas, drawn, width, height, channels);
        }

        var streams = new List<byte[]>();
        for (int bands = Varint(exact, ref from); bands > 0; bands--)
            streams.Add(file[end..(end += Varint(exact, ref from))]);
        return Coloured(pixels.Decode(streams));

        byte[] Coloured(byte[] x) => [.. lossy.Select((value, i) => i % channels < colours ? x[i / channels * colours + i % channels]
            : value)];
    }

    private static byte[] WithAreas(byte[] chunk, byte[] pixels, int width, int height, int channels)
    {
        if (chunk.Length == 0)
            return pixels;
        int at = 1, side = 1 << chunk[0], across = (width + side - 1) / side, colours = channels <= 2 ? 1 : 3;
        List<bool> cells = [];
        for (bool exact = false; cells.Count < across * ((height + side - 1) / side); exact = !exact)
            cells.AddRange(Enumerable.Repeat(exact, Varint(chunk, ref at)));
        byte[] areas = SpecificationGraphics.DecodeAreas(chunk[at..], width, height, colours, IsExact);
        return [.. pixels.Select((value, i) => i % channels < colours && IsExact(i / channels % width, i / channels / width)
            ? areas[(i / channels * colours) + (i % channels)] : value)];

        bool IsExact(int x, int y) => cells[(y / side * across) + (x / side)];
    }

    private static byte[] Plain(byte[] file)
    {
        int at = 19, width = Varint(file, ref at), height = Varint(file, ref at);
        for (int chunks = Varint(file, ref at); chunks > 0; chunks--)
        {
            at++;
            int length = Varint(file, ref at);
            at += length;
        }

        return SpecificationGraphics.Decode(file[at..], width, height, (file[5] & 3) + 1);
    }

    private static Grid Picture(SpecificationWeights weights, SpecificationNetwork network, SpecificationLatents latents, int width,
        int height, int layers)
    {
        int scales = weights.Widths.Length, coarsest = 2 << scales, layer = 0;
        float[] top = weights["top"];
        Grid h = new Grid(top.Length, (height + coarsest - 1) / coarsest, (width + coarsest - 1) / coarsest).Map((c, _, _) => top[c]);
        for (int i = 0; i < scales - 1; i++)
        {
            h = network.Block($"before.{i}", h);
            for (int j = 0; j < weights.Latents[i].Length; j++, layer++)
            {
                string m = $"latent.{i}.{j}";
                Grid prior = network.Conv(m + ".prior", network.Block(m + ".prior_block", h));
                Grid z = Latents(prior, weights, network, layer < layers ? latents : null, layer, coarsest >> i, width, height);
                Grid merge = network.Conv(m + ".merge", z), before = h;
                h = network.Block(m + ".merge_block", h.Map((c, y, x) => before[c, y, x] + merge[c, y, x]));
            }

            h = network.Block($"after.{i}", h);
            h = SpecificationNetwork.Shuffle(network.Conv($"up.{i}", h), 2);
        }

        for (int i = 0; i < weights.SynthesisBlocks; i++)
            h = network.Block($"synthesis.{i}", h);
        return SpecificationNetwork.Shuffle(network.Conv("unpatch", h), 4);
    }

    private static Grid Latents(Grid prior, SpecificationWeights weights, SpecificationNetwork network, SpecificationLatents? latents,
        int layer, int stride,
        int width, int height)
    {
        var z = new Grid(prior.Channels / 2, prior.Height, prior.Width);
        if (latents is null)
            return z.Map((c, y, x) => prior[c, y, x]);
        int rows = (height + stride - 1) / stride, columns = (width + stride - 1) / stride;
        float range = weights.Log2Scale[1] - weights.Log2Scale[0];
        int[] tables = [.. from y in Enumerable.Range(0, rows) from x in Enumerable.Range(0, columns) from c in Enumerable.Range(0,
            z.Channels)
            let v = prior[z.Channels + c, y, x] - network.Log2Steps[layer] - weights.Log2Scale[0]
            select (int)MathF.Round(8 * (v > 0 ? v < range ? v : range : 0), MidpointRounding.ToEven)];
        int[] symbols = latents.Layer(tables);
        return z.Map((c, y, x) =>
        {
            (int fromY, int fromX) = (Math.Min(y, rows - 1), Math.Min(x, columns - 1));
            return MathF.FusedMultiplyAdd(symbols[(((fromY * columns) + fromX) * z.Channels) + c], network.Steps[layer],
                prior[c, fromY, fromX]);
        });
    }

    private static byte[] Pixels(Grid picture, (int Width, int Height) coded, int width, int height, int channels, byte[] alpha)
    {
        byte[] plane = new byte[channels is 2 or 4 ? width * height : 0];
        using (var zlib = new ZLibStream(new MemoryStream(alpha), CompressionMode.Decompress))
            zlib.ReadExactly(plane);
        List<byte> pixels = [];
        for (int i = 0; i < width * height; i++)
        {
            int[] rgb = [.. Enumerable.Range(0, 3)
                .Select(c => Byte(picture[c, Math.Min(i / width, coded.Height - 1), Math.Min(i % width, coded.Width - 1)]))];
            pixels.AddRange(channels <= 2 ? [(byte)(((77 * rgb[0]) + (150 * rgb[1]) + (29 * rgb[2]) + 128) / 256)]
                : rgb.Select(v => (byte)v));
            if (plane.Length == 0)
                continue;
            plane[i] += i >= width ? plane[i - width] : i > 0 ? plane[i - 1] : (byte)0;
            pixels.Add(plane[i]);
        }

        return [.. pixels];
    }

    private static int Coded(int side) => side > 8 && side % 8 == 1 ? side - 1 : side;

    private static int Byte(float y)
    {
        float t = MathF.FusedMultiplyAdd(y, 0.25f, 0.5f) * 255;
        return !(t > 0) ? 0 : !(t < 255) ? 255 : (int)MathF.Round(t, MidpointRounding.ToEven);
    }

    private static int Varint(byte[] file, ref int at)
    {
        int value = 0, shift = 0;
        for (; file[at] >= 128; shift += 7)
            value |= (file[at++] & 127) << shift;
        return value | (file[at++] << shift);
    }
}

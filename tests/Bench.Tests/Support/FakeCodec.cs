using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Tests.Support;

/// <summary>A codec whose file has as many bytes as its setting says, or another number, and whose pictures are the original.</summary>
internal sealed class FakeCodec(string name, params double[] settings) : IBenchCodec
{
    public int Encoded { get; private set; }

    /// <summary>Length of the file by the setting.</summary>
    public Func<double, double> Bytes { get; init; } = setting => setting;

    public CodecInfo Info { get; init; } = new()
    {
        Name = name,
        Version = name + " 1",
        Encode = "encode {q}",
        Decode = "decode",
        SettingName = "bytes",
        Settings = settings,
        Step = 1,
    };

    public CodedPicture Encode(TestImage image, double setting, CancellationToken cancellationToken = default)
    {
        Encoded++;
        return new(new byte[(int)Bytes(setting)], new(2, 1), Promise: image.Image);
    }

    public DecodedPicture Decode(CodedPicture coded, CancellationToken cancellationToken = default) => new(coded.Promise!, new(4, 3));
}

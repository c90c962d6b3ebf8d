namespace VaeCodec.Bench.Codecs;

/// <summary>The peers with settings that favour them: slow but practical effort, one thread.</summary>
internal static class PeerTable
{
    /// <summary>The peers of the anchors, AVIF tuned for PSNR; the others have no such choice or are at their own. A new one is one more
    /// entry.</summary>
    public static IReadOnlyList<PeerSpec> Usual { get; } =
    [
        Jpeg("jpeg", "jpeg420", "2x2"),
        Jpeg("jpeg444", "jpeg444", "1x1"),
        WebP("webp", "webp", ""),
        Avif("avif", "avif-s6-444", " -a tune=psnr"),
        new()
        {
            Key = "jxl",
            Name = "jxl-e7",
            Encoder = "cjxl",
            EncodeArguments = "--quiet --num_threads=0 -d {q} -e 7 {in} {out}",
            Decoder = "djxl",
            DecodeArguments = "--quiet --num_threads=0 {in} {out}",
            Package = "libjxl-tools",
            VersionArgument = "--version",
            VersionPattern = @"\d+\.\d+\.\d+",
            FileSuffix = ".jxl",
            SettingName = "distance",
            Points = [11, 7, 4.5, 3, 2, 1.5, 1, 0.5],
            Smallest = 25,
            Step = 0.02,
        },
        new()
        {
            Key = "jpeg2000",
            Name = "jpeg2000",
            Encoder = "opj_compress",
            EncodeArguments = "-I -r {q} -i {in} -o {out}",
            Decoder = "opj_decompress",
            DecodeArguments = "-i {in} -o {out}",
            Package = "libopenjp2-tools",
            VersionArgument = "-h",
            VersionPattern = @"\d+\.\d+\.\d+",
            FileSuffix = ".jp2",
            SettingName = "ratio",
            Points = [240, 120, 80, 54, 37, 27, 18.5, 12],
            Smallest = 2000,
            Step = 0.1,
        },
    ];

    /// <summary>The same programs tuned the other way: avifenc's own default, which is tune=ssim whatever its help says (0.11.1: the bytes
    /// are those of tune=ssim), and cwebp without its psychovisual shifts of bits, which it makes by default.</summary>
    public static IReadOnlyList<PeerSpec> OtherTunings { get; } =
    [
        Avif("avif-default", "avif-s6-444-default", ""),
        WebP("webp-psnr", "webp-psnr", " -sns 0"),
    ];

    /// <summary>Every peer.</summary>
    public static IReadOnlyList<PeerSpec> All { get; } = [.. Usual, .. OtherTunings];

    /// <summary>The lossless peers; they have no setting.</summary>
    public static IReadOnlyList<PeerSpec> Lossless { get; } =
    [
        new()
        {
            Key = "webp",
            Name = "webp-m6",
            Encoder = "cwebp",
            EncodeArguments = "-quiet -lossless -m 6 {in} -o {out}",
            Decoder = "dwebp",
            DecodeArguments = "-quiet -ppm {in} -o {out}",
            Package = "webp",
            VersionArgument = "-version",
            VersionPattern = @"\d+\.\d+\.\d+",
            FileSuffix = ".webp",
            SettingName = "none",
            Points = [0],
            Smallest = 0,
            Step = 1,
        },
        new()
        {
            Key = "jxl",
            Name = "jxl-e7",
            Encoder = "cjxl",
            EncodeArguments = "--quiet --num_threads=0 -d 0 -e 7 {in} {out}",
            Decoder = "djxl",
            DecodeArguments = "--quiet --num_threads=0 {in} {out}",
            Package = "libjxl-tools",
            VersionArgument = "--version",
            VersionPattern = @"\d+\.\d+\.\d+",
            FileSuffix = ".jxl",
            SettingName = "none",
            Points = [0],
            Smallest = 0,
            Step = 1,
        },
    ];

    private static PeerSpec WebP(string key, string name, string tuning) => new()
    {
        Key = key,
        Name = name,
        Encoder = "cwebp",
        EncodeArguments = $"-quiet -m 6{tuning} -q {{q}} {{in}} -o {{out}}",
        Decoder = "dwebp",
        DecodeArguments = "-quiet -ppm {in} -o {out}",
        Package = "webp",
        VersionArgument = "-version",
        VersionPattern = @"\d+\.\d+\.\d+",
        FileSuffix = ".webp",
        SettingName = "quality",
        Points = [1, 5, 15, 30, 50, 70, 85, 95],
        Smallest = 0,
        Step = 0.25,
    };

    private static PeerSpec Avif(string key, string name, string tuning) => new()
    {
        Key = key,
        Name = name,
        Encoder = "avifenc",
        EncodeArguments = $"-c aom -j 1 -s 6 -y 444 -d 8 --min 0 --max 63 -a end-usage=q -a cq-level={{q}}{tuning} {{in}} {{out}}",
        Decoder = "avifdec",
        DecodeArguments = "-c dav1d -j 1 --png-compress 0 {in} {out}",
        Package = "libavif-bin",
        VersionArgument = "--version",
        VersionPattern = @"\d+\.\d+\.\d+.*",
        InputSuffix = ".png",
        FileSuffix = ".avif",
        DecodedSuffix = ".png",
        SettingName = "cq-level",
        Points = [58, 51, 44, 38, 32, 26, 19, 12],
        Smallest = 63,
        Step = 1,
    };

    private static PeerSpec Jpeg(string key, string name, string sampling) => new()
    {
        Key = key,
        Name = name,
        Encoder = "cjpeg",
        EncodeArguments = $"-quality {{q}} -optimize -progressive -sample {sampling} -outfile {{out}} {{in}}",
        Decoder = "djpeg",
        DecodeArguments = "-ppm -outfile {out} {in}",
        Package = "libjpeg-turbo-progs",
        VersionArgument = "-version",
        VersionPattern = @"\d+\.\d+\.\d+",
        FileSuffix = ".jpg",
        SettingName = "quality",
        Points = [10, 20, 30, 40, 55, 70, 80, 90, 95],
        Smallest = 1,
        Step = 1,
    };
}

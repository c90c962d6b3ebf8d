using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Kernels;

/// <summary>Compiles the kernels of a folder into one library, with g++.</summary>
/// <param name="sources">The folder.</param>
/// <param name="compiler">The program.</param>
internal sealed class KernelCompiler(string sources, string compiler = "g++")
{
    private static readonly string[] s_sources = ["*.h", "*.cpp"];

    private static readonly string[] s_common = ["-std=c++17", "-O3", "-fPIC", "-fvisibility=hidden", "-Wno-ignored-attributes"];

    private static readonly (string Source, string[] Flags)[] s_files = RuntimeInformation.ProcessArchitecture == Architecture.X64
        ?
        [
            ("block_bf16", ["-mavx512f", "-mavx512bw", "-mavx512bf16"]), ("block_f32", ["-mavx2", "-mfma"]),
            ("orthogonal_avx2", ["-mavx2", "-mfma"]), ("orthogonal_avx512", ["-mavx512f"]),
            ("latent_rate", ["-ffast-math", "-fno-finite-math-only"]),
        ]
        :
        [
            ("block_bf16", []), ("block_f32", []), ("orthogonal_avx2", []), ("orthogonal_avx512", []),
            ("latent_rate", ["-ffast-math", "-fno-finite-math-only"]),
        ];

    /// <summary>A name for what comes out, by all that goes in but the compiler.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in s_sources.SelectMany(p => Directory.GetFiles(sources, p)).Order(StringComparer.Ordinal))
            hash.AppendData(File.ReadAllBytes(file));
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join(' ', s_common.Concat(s_files.SelectMany(f => f.Flags.Prepend(f.Source))))));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>Compiles.</summary>
    /// <param name="library">The file that is made.</param>
    /// <returns>False where there is no compiler.</returns>
    /// <exception cref="TorchException">There is one, and it fails.</exception>
    public bool Compile(string library)
    {
        string objects = Directory.CreateTempSubdirectory("vaecodec-kernels").FullName;
        try
        {
            string[] files = Array.ConvertAll(s_files, f => Path.Combine(objects, f.Source + ".o"));
            for (int i = 0; i < files.Length; i++)
            {
                string source = Path.Combine(sources, s_files[i].Source + ".cpp");
                if (!Run([.. s_common, .. s_files[i].Flags, "-c", source, "-o", files[i]]))
                    return false;
            }

            return Run(["-shared", .. files, "-o", library]);
        }
        finally
        {
            Directory.Delete(objects, recursive: true);
        }
    }

    private bool Run(string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(compiler, arguments) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? true : throw new TorchException($"'{compiler}' cannot compile the kernels: {errors.Trim()}");
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}

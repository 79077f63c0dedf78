using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ManifestLint.Benchmarks.Measuring;

/// <summary>What a run of a program took.</summary>
/// <param name="Cpu">Seconds of all processors.</param>
/// <param name="Wall">Seconds.</param>
/// <param name="Megabytes">The most memory at a time.</param>
internal readonly record struct Measured(double Cpu, double Wall, double Megabytes)
{
    /// <summary>The least of each of two runs but the most memory: what disturbs a run makes it longer.</summary>
    public Measured Better(Measured other) =>
        new(Math.Min(Cpu, other.Cpu), Math.Min(Wall, other.Wall), Math.Max(Megabytes, other.Megabytes));
}

/// <summary>
/// <c>measure PROGRAM ARGUMENT…</c>: runs one program and prints what it took. The system tells a process about all of its children together, so each
/// program that is measured gets a process of its own.
/// </summary>
internal static class Measure
{
    /// <summary>Measures a program from this process, several times.</summary>
    public static Measured Of(int times, string program, params IEnumerable<string> arguments)
    {
        var best = new Measured(double.MaxValue, double.MaxValue, 0);
        for (int i = 0; i < times; i++)
            best = best.Better(Once([program, .. arguments]));
        return best;
    }

    /// <summary>Is the process that measures one program.</summary>
    public static int Start(string[] command)
    {
        long started = Stopwatch.GetTimestamp();
        using (
            var process = Process.Start(
                new ProcessStartInfo(command[0], command[1..])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!
        )
        {
            // What it prints is read and dropped, as a pipe would.
            var errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
            process.StandardOutput.BaseStream.CopyTo(Stream.Null);
            errors.Wait();
            process.WaitForExit();
        }
        double wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var usage = new long[18];
        if (GetUsage(OfChildren, ref usage[0]) != 0)
            return 1;
        double cpu = usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cpu} {wall} {usage[4] / 1024.0}"));
        return 0;
    }

    private static Measured Once(IEnumerable<string> command)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["measure", .. command])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        string[] told = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return process.ExitCode == 0
            ? new(Number(told[0]), Number(told[1]), Number(told[2]))
            : throw new InvalidOperationException("it cannot be measured");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // struct rusage of Linux: two times of seconds and microseconds, then the peak in KiB. Source: getrusage(2).
    private const int OfChildren = -1;

    [DllImport("libc", EntryPoint = "getrusage")]
    private static extern int GetUsage(int who, ref long usage);
}

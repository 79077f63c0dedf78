namespace ManifestLint.Runtimes;

/// <summary>How many processors a program sees under a limit.</summary>
internal static class WholeCpus
{
    /// <summary>Thousandths rounded up to whole ones, as many as a number of processors can be.</summary>
    public static int Of(long millicores) => (int)Math.Min((millicores / 1000) + (millicores % 1000 > 0 ? 1 : 0), int.MaxValue);
}

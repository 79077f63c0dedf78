namespace ManifestLint.Tests;

/// <summary>For what must come to an end where a careless reader would go on for years: no test asks how long it takes.</summary>
internal static class Patience
{
    // However busy the machine.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Fails the test if this hangs; what it throws passes through.</summary>
    /// <param name="what">Names it.</param>
    /// <param name="work">Is left behind where it hangs.</param>
    public static void Ends(string what, Action work)
    {
        Exception? problem = null;
        var thread = new Thread(() => problem = Record.Exception(work)) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(Limit), $"{what} does not end");
        if (problem is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(problem);
    }
}

using System.CommandLine;
using ManifestLint.Cli;

var root = new RootCommand("Says what the API server, the kubelet, the kernel and the language runtime will do with the memory that Kubernetes manifests describe")
{
    ScanCommand.Create(),
    InspectCommand.Create(),
    ConfigCommand.Create(),
    InitCommand.Create(),
};

try
{
    var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
    if (parsed.Errors.Count == 0) return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    foreach (var error in parsed.Errors) Terminal.Error(error.Message);
    return ExitCode.Usage;
}
catch (IOException)
{
    // Whoever read standard output has gone: nobody is left to tell.
    return ExitCode.Clean;
}

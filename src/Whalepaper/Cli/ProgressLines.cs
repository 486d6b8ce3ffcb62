using System.Globalization;
using Whalepaper.Backups;

namespace Whalepaper.Cli;

/// <summary>Says how far a backup is, a line for each table and for every hundred files, where it is not in the way of what a program reads.</summary>
internal sealed class ProgressLines : IProgress<BackupStep>
{
    private const int Seldom = 100;

    public void Report(BackupStep value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.What is not BackupStep.Files || value.Done % Seldom == 0)
            Console.Error.WriteLine((value.All > 0 ? (FormattableString)$"{value.Done}/{value.All} {value.What}" : $"{value.Done} {value.What}").ToString(CultureInfo.InvariantCulture));
    }
}

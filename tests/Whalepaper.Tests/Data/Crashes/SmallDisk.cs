using System.Diagnostics;
using System.Globalization;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>A small disk, which only one program sees.</summary>
internal static class SmallDisk
{
    /// <summary>How it is mounted, in a view of the machine that nobody else has and that is gone with it: from $1, at $2, so large.</summary>
    public const string Mount = "mount -t tmpfs -o size=\"$3\"m tmpfs \"$2\" && cp -a \"$1\"/. \"$2\" && shift 3 && exec \"$@\"";

    /// <summary>Lets a program see a folder as a disk of its own.</summary>
    public static void Enclose(ProcessStartInfo start, string script, string source, string folder, int megabytes)
    {
        string[] words = [start.FileName, .. start.ArgumentList];
        start.FileName = "unshare";
        start.ArgumentList.Clear();
        // Who is not root is root in a view of their own.
        foreach (var word in (string[])["--mount", .. Environment.UserName is "root" ? (string[])[] : ["--user", "--map-root-user"], "sh", "-c", script, "sh", source, folder, megabytes.ToString(CultureInfo.InvariantCulture), .. words])
            start.ArgumentList.Add(word);
    }
}

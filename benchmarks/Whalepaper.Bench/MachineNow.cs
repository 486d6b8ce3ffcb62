using System.Globalization;

namespace Whalepaper.Bench;

/// <summary>How long the machine's cores have worked since it was started: the program's, the database's and the load's alike.</summary>
internal static class MachineNow
{
    // The kernel counts in hundredths of a second (proc(5), /proc/stat).
    private const double Ticks = 100;

    /// <summary>All of them together.</summary>
    public static TimeSpan Worked
    {
        get
        {
            var told = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(tick => long.Parse(tick, CultureInfo.InvariantCulture)).ToArray();
            // user, nice, system, idle, waiting for disks, interrupts, and so on; what guests do is among user.
            return TimeSpan.FromSeconds((told[0] + told[1] + told[2] + told[5] + told[6]) / Ticks);
        }
    }
}

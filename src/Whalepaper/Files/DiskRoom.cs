namespace Whalepaper.Files;

/// <summary>How much room a disk has left.</summary>
internal static class DiskRoom
{
    /// <summary>How many bytes the disk under a folder has left; null where it does not tell.</summary>
    public static long? Left(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}

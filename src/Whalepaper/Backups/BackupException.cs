namespace Whalepaper.Backups;

/// <summary>A backup could not be made, read or put back; the message tells a person why and what to do.</summary>
public class BackupException : Exception
{
    /// <summary>Says why.</summary>
    public BackupException(string message) : base(message)
    {
    }

    /// <summary>Says why, and what was thrown.</summary>
    public BackupException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>A backup is not as it was written.</summary>
public sealed class DamagedBackupException : BackupException
{
    private const string Then = "Nothing was restored. Copy the file anew from where it was kept, or take another backup.";

    /// <summary>Says what is wrong with it.</summary>
    public DamagedBackupException(string what) : base($"The backup is damaged: {what} {Then}")
    {
    }

    /// <summary>Says what is wrong with it, and what was thrown.</summary>
    public DamagedBackupException(string what, Exception inner) : base($"The backup is damaged: {what} {Then}", inner)
    {
    }
}

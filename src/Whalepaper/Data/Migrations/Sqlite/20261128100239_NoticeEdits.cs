using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whalepaper.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class NoticeEdits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "SuggestedAt",
                table: "Notices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SuggestedById",
                table: "Notices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SuggestedText",
                table: "Notices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SuggestedTitle",
                table: "Notices",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "SuggestedAt",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "SuggestedById",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "SuggestedText",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "SuggestedTitle",
                table: "Notices");
        }
    }
}

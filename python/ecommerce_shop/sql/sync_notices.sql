select * from avisos
